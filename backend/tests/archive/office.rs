//! A real office begins from a file, without the demonstration.

use crate::app::{Engine, TestApp, fresh_folder};
use backend::{
    app::App,
    clock::Clock,
    config::Config,
    demo,
    error::Error,
    launch::{self, LaunchError},
    office, store,
};
use serde_json::{Value, json};
use shared::id::UnitId;
use std::fs;

on_both_engines! {
    the_people_of_the_file_sign_in_and_see_their_units,
    a_file_that_does_not_fit_is_named_and_changes_nothing,
    a_real_office_does_not_begin_in_the_demonstration,
}

fn file() -> Value {
    json!({
        "units": [
            { "key": "tinh", "kind": "province", "code": "20", "name": "Lạng Sơn" },
            { "key": "xa", "kind": "commune", "name": "Điềm He", "under": "tinh" },
            { "key": "thon", "kind": "village", "name": "Phai Quang", "under": "xa" },
        ],
        "people": [
            { "login": "Can.Bo", "name": "Nông Thị Bưởi", "role": "officer", "unit": "xa", "position": "công chức" },
        ],
    })
}

async fn the_people_of_the_file_sign_in_and_see_their_units(engine: Engine) {
    let app = TestApp::new(engine).await;
    let made = office::taken_in(&app.app, &file().to_string()).await.unwrap();
    assert_eq!(made.len(), 1);
    assert!(office::table(&made).contains(&made[0].password), "it is shown this once");
    let answer = app.sign_in_as("can.bo", &made[0].password).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json::<Value>()["role"], "officer");

    let again = office::taken_in(&app.app, &file().to_string()).await.unwrap();
    assert_eq!(again, [], "what is there is left alone");
    assert_eq!(app.sign_in_as("can.bo", &made[0].password).await.status, 200);
}

async fn a_file_that_does_not_fit_is_named_and_changes_nothing(engine: Engine) {
    let app = TestApp::new(engine).await;
    let mut lost = file();
    lost["units"][1]["under"] = json!("nowhere");
    let mut twice = file();
    twice["people"] = json!([file()["people"][0], file()["people"][0]]);
    let mut unknown = file();
    unknown["people"][0]["role"] = json!("emperor");
    for (text, word) in [(lost, "nowhere"), (twice, "can.bo"), (unknown, "emperor")] {
        let refused = office::taken_in(&app.app, &text.to_string()).await.unwrap_err();
        assert!(matches!(&refused, Error::Malformed(why) if why.contains(word)), "{refused}");
    }
    assert_eq!(office::taken_in(&app.app, &file().to_string()).await.unwrap().len(), 1, "nothing was written before");
}

async fn a_real_office_does_not_begin_in_the_demonstration(engine: Engine) {
    let folder = fresh_folder();
    let config = engine.config(&folder).await;
    let app = App::open(&config, Clock::System).await.unwrap();
    demo::none_in(&mut app.db.read().await.unwrap()).await.unwrap();
    demo::fill(&app).await.unwrap();

    let refused = office::taken_in(&app, &file().to_string()).await.unwrap_err();
    assert!(matches!(refused, Error::Demonstration) && refused.to_string().contains("--data-dir"), "{refused}");
    let units = ["tinh", "xa", "thon"].map(|key| UnitId::derived(&["office", key]));
    assert_eq!(store::unit::existing(&mut app.db.read().await.unwrap(), &units).await.unwrap(), [], "as it was");
    app.db.close().await;

    let served = Config { no_demo: true, ..config };
    let ended = tokio::task::spawn_blocking(move || launch::serve(served, "127.0.0.1:0")).await.unwrap();
    assert!(matches!(ended, Err(LaunchError::Archive(Error::Demonstration))), "{ended:?}");
    fs::remove_dir_all(folder).unwrap();
}
