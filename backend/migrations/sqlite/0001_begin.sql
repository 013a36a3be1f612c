-- Text ids (hyphenated UUIDs, hexadecimal digests) and bigint `…_ms` stand the same on SQLite and
-- PostgreSQL. Migrations are only ever added.

-- Who there is ------------------------------------------------------------------------------------

create table unit (
    id          text primary key,
    code        text not null,
    kind        text not null,
    word        text not null,              -- what stands before the name, if it is not the usual word
    name        text not null,
    parent      text references unit (id),
    valid_from  text,                       -- yyyy-mm-dd, the first day
    valid_to    text,                       -- yyyy-mm-dd, the last day
    households  bigint
);
create index unit_parent on unit (parent);

create table person (
    id        text primary key,
    name      text not null,
    role      text not null constraint person_role check (role in ('officer', 'manager', 'administrator')),
    unit      text not null references unit (id),   -- root of the person's rights
    agency    text references unit (id),            -- where the person works, for people to read
    position  text not null
);
create index person_unit on person (unit);

create table credential (
    person      text primary key references person (id),
    login       text not null constraint credential_login unique,
    hash        text not null,              -- argon2id with its parameters and salt
    changed_ms  bigint not null
);

create table device (
    id             text not null,
    person         text not null references person (id),
    name           text not null,
    registered_ms  bigint not null,
    last_sync_ms   bigint,
    unsent         bigint not null default 0,
    primary key (id, person)
);
create index device_person on device (person);

create table session (
    token       text primary key,           -- SHA-256 of what the cookie holds
    person      text not null references person (id),
    device      text not null,
    created_ms  bigint not null,
    expires_ms  bigint not null
);
create index session_expires on session (expires_ms);

-- What was written --------------------------------------------------------------------------------

create table scope (
    id      text primary key,
    kind    text not null constraint scope_kind check (kind in ('unit', 'plan')),
    owner   text not null,                  -- the unit whose subtree holds the rights
    issued  bigint not null default 0,      -- 1: a plan that its reach may read
    head    bigint not null,                -- numbers are dense: 1 to head
    chain   text not null,                  -- over the digests of all entries
    live    bigint not null                 -- sum over the live versions of all roots
);
create index scope_owner on scope (owner);

-- Units that a root of a plan's scope names as those who carry it out.
create table reach (
    scope  text not null,
    root   text not null,
    unit   text not null,
    primary key (scope, root, unit)
);
create index reach_unit on reach (unit);
create index reach_root on reach (root);

create table entry (
    scope  text not null,
    n      bigint not null,
    chain  text not null,                   -- at this number
    late   text,                            -- what the server stamped on it, as JSON
    body   text not null,                   -- the change as it came, never encoded again
    primary key (scope, n)
);

create table root (
    id     text primary key,
    scope  text not null,
    kind   text not null,
    n      bigint not null,                 -- number of the last entry folded in
    state  text not null                    -- the fold, as JSON: each save once, versions by its place
);
create index root_scope on root (scope);

-- Every id ever seen and its first verdict; never pruned.
create table ids (
    id      text primary key,
    digest  text not null,
    scope   text,                           -- with n: numbered
    n       bigint,
    why     text                            -- otherwise the reason, as JSON
);

create table quarantine (
    id           text primary key,
    person       text not null,
    device       text not null,
    unit         text not null,             -- whose people may decide
    root         text,
    why          text not null,             -- the reason, as JSON
    body         text not null,             -- the change as it came
    received_ms  bigint not null,
    decision     text constraint quarantine_decision check (decision in ('adopted', 'dropped')),
    decided_by   text,
    decided_ms   bigint,
    reason       text
);
create index quarantine_unit on quarantine (unit);
create index quarantine_person on quarantine (person);

-- Files -------------------------------------------------------------------------------------------

create table blob (
    sha256       text primary key,
    bytes        bigint not null,
    received_ms  bigint not null
);

create table blob_upload (
    sha256  text not null references blob (sha256),
    person  text not null references person (id),
    primary key (sha256, person)
);

-- Which roots name which files; the file may still be on its way.
create table blob_ref (
    sha256  text not null,
    root    text not null,
    primary key (sha256, root)
);

-- Counters that say whether something that devices keep has changed.
create table version (
    name   text primary key,
    value  bigint not null
);
insert into version (name, value) values ('directory', 1);
