//! The demonstration goes in, shows what it promises, and goes in once only.

use super::*;
use crate::{clock::Clock, config::Config};
use shared::{
    catalogue::Catalogue,
    fold::Root,
    id::{RecordId, ScopeId},
    merged::{Counted, DueWhat, Merged, Standing, Urgency, due},
    report::Around,
    unit::UnitTree,
    validation,
};

async fn filled(folder: &std::path::Path) -> std::sync::Arc<App> {
    let app = App::open(&Config::over(folder), Clock::at(world::at("2026-11-21", "09:41"))).await.unwrap();
    assert_eq!(fill(&app).await.unwrap(), Filled::Now);
    app
}

async fn roots(app: &App) -> Vec<Root> {
    let names = |kind: &'static str, ids: &[&str]| {
        ids.iter().map(|id| RecordId::derived(&["demo", kind, id])).collect::<Vec<_>>()
    };
    let mut ids = vec![plan::id()];
    ids.extend(activities::names().map(activities::id));
    ids.extend(names("report", &reports::names().collect::<Vec<_>>()));
    let mut conn = app.db.read().await.unwrap();
    let found = store::root::named(&mut conn, ids.clone()).await.unwrap();
    assert_eq!(found.len(), ids.len());
    found.into_values().collect()
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("lantoa-demo-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One archive for all three, since drawing the photos takes a while.
#[tokio::test]
async fn the_demonstration_goes_in_through_the_rules_and_shows_what_it_promises() {
    let folder = Folder::new();
    let app = filled(&folder.0).await;
    every_state_is_there(&app).await;
    only_unfinished_reports_are_doubtful(&app).await;
    every_officer_reads_the_plan_and_a_second_time_nothing_happens(&app).await;
}

async fn every_state_is_there(app: &App) {
    let roots = roots(app).await;
    let of = |kind: &str| roots.iter().filter(|root| root.kind == kind).cloned().collect::<Vec<Root>>();
    let (plans, activities, reports) = (of("plan"), of("activity"), of("report"));
    assert_eq!(plans[0].decided().state, shared::change::State::Issued);

    let merged = Merged::of(&activities, &reports, Catalogue::reference(), Counted::HandedIn);
    let counts = [Standing::Draft, Standing::Submitted, Standing::Returned, Standing::Approved]
        .map(|standing| merged.all.reports_that_are(standing));
    assert_eq!(counts, [1, 2, 1, 8]);
    assert_eq!(merged.all.activities.len(), 5, "every stage: {:?}", merged.all.activities.keys());
    assert!(merged.astray.is_empty());
    assert_eq!(roots.iter().map(|root| root.conflicts().count()).sum::<usize>(), 1);

    let today = "2026-11-21".parse().unwrap();
    let reports: Vec<&Root> = reports.iter().collect();
    let overdue = due(&plans, &activities, &reports, today, 14);
    let late = |what| matches!(what, DueWhat::Activity(_));
    assert_eq!(overdue.iter().filter(|due| due.urgency == Urgency::Overdue && late(due.what)).count(), 1);
}

async fn only_unfinished_reports_are_doubtful(app: &App) {
    let units = UnitTree::new(units::all());
    for root in roots(app).await {
        let around = Around { units: Some(&units), ..Around::default() };
        let problems = validation::problems(&root, &around);
        let standing = Standing::of(&root);
        if root.kind == "report" && matches!(standing, Standing::Draft | Standing::Returned) {
            assert!(!problems.is_empty());
            continue;
        }
        assert_eq!(problems, [], "{}", root.kind);
    }
}

async fn every_officer_reads_the_plan_and_a_second_time_nothing_happens(app: &App) {
    assert_eq!(fill(app).await.unwrap(), Filled::Before);
    let mut conn = app.db.read().await.unwrap();
    for account in people::ACCOUNTS {
        let readable = store::scope::readable(&mut conn, account.person().unit).await.unwrap();
        assert!(readable.contains_key(&ScopeId::of_plan(plan::id())), "{}", account.login);
    }
    let officer = people::Account::of("canbo.yenphuc").person();
    let readable = store::scope::readable(&mut conn, officer.unit).await.unwrap();
    assert!(!readable.contains_key(&ScopeId::of_unit(units::commune("Tri Lễ"))));
}

#[test]
fn the_table_of_accounts_names_everybody() {
    let table = account_table();
    assert!(people::ACCOUNTS.iter().all(|account| table.contains(account.login)));
    assert!(table.contains("Xã Điềm He") && table.contains(PASSWORD));
}

#[test]
fn codes_of_the_catalogue_are_used_as_they_stand() {
    let catalogue = Catalogue::reference();
    for name in activities::names() {
        let (kind, measure) = activities::codes(name);
        assert_eq!(catalogue.kind(kind).unwrap().measure, measure, "{name}");
    }
}
