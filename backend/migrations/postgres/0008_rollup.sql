-- What the reports of a scope come to, in rows that belong to it alone; upper levels are summed at reading.
-- A row is written in the act that numbers, and is what a count of the scope's roots says.

-- By the month of the day that reports name, of all activities ('') or of one.
create table rollup (
    scope                 text collate "C" not null,
    month                 text collate "C" not null,  -- yyyy-mm; 0000-00 of reports that name no day
    activity              text collate "C" not null,
    standing              text collate "C" not null constraint rollup_standing check (standing in ('draft', 'submitted', 'returned', 'approved')),
    reports               bigint not null,
    conflicts             bigint not null,  -- fields in conflict
    stated                bigint not null,  -- reports that state a quantity as done
    people                bigint not null,  -- over the values that are shown; _low and _high over the least and the most
    people_low            bigint not null,
    people_high           bigint not null,
    women                 bigint not null,
    women_low             bigint not null,
    women_high            bigint not null,
    ethnic_minority       bigint not null,
    ethnic_minority_low   bigint not null,
    ethnic_minority_high  bigint not null,
    households            bigint not null,
    households_low        bigint not null,
    households_high       bigint not null,
    cost                  bigint not null,
    cost_low              bigint not null,
    cost_high             bigint not null,
    primary key (scope, month, activity, standing)
);
create index rollup_month on rollup (month);

-- What the same reports say under codes that an office may add to.
create table rollup_code (
    scope     text collate "C" not null,
    month     text collate "C" not null,
    activity  text collate "C" not null,
    standing  text collate "C" not null,
    code      text collate "C" not null,
    reports   bigint not null,  -- that say something
    shown     bigint not null,
    low       bigint not null,
    high      bigint not null,
    primary key (scope, month, activity, standing, code)
);
create index rollup_code_month on rollup_code (month);

-- What each activity plans, as its fold says: reports on it are joined with this.
create table activity (
    id           text collate "C" primary key,
    scope        text collate "C" not null,
    kind         text collate "C" not null,
    unit         text collate "C" not null,  -- that leads it, or that of its plan
    stage        text collate "C" not null,
    starts       text collate "C",  -- yyyy-mm-dd
    ends         text collate "C",  -- yyyy-mm-dd
    audience     text collate "C" not null,  -- codes, each between two spaces
    measure      text collate "C" not null,
    target       bigint not null,
    target_low   bigint not null,
    target_high  bigint not null,
    cost         bigint not null,
    cost_low     bigint not null,
    cost_high    bigint not null,
    conflicts    bigint not null
);
create index activity_scope on activity (scope);
create index activity_unit on activity (unit, ends);

-- Up to which number the rows above count the scope. Behind its head, it is counted anew.
alter table scope add column counted bigint not null default 0;
