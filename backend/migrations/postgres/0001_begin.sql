-- The same tables as on SQLite, by the same names; `collate "C"` is its order, by bytes.
-- Migrations are only ever added.

-- A list of ids comes as one JSON parameter, and is asked for by the word that SQLite has for it, so
-- that each statement stands once for both engines.
create function json_each(list text) returns table (value text)
    language sql immutable parallel safe
    as $$ select item from jsonb_array_elements_text(list::jsonb) as items (item) $$;

-- Who there is ------------------------------------------------------------------------------------

create table unit (
    id          text collate "C" primary key,
    code        text collate "C" not null,
    kind        text collate "C" not null,
    word        text collate "C" not null,  -- what stands before the name, if it is not the usual word
    name        text collate "C" not null,
    parent      text collate "C" references unit (id),
    valid_from  text collate "C",  -- yyyy-mm-dd, the first day
    valid_to    text collate "C",  -- yyyy-mm-dd, the last day
    households  bigint
);
create index unit_parent on unit (parent);

create table person (
    id        text collate "C" primary key,
    name      text collate "C" not null,
    role      text collate "C" not null constraint person_role check (role in ('officer', 'manager', 'administrator')),
    unit      text collate "C" not null references unit (id),  -- root of the person's rights
    agency    text collate "C" references unit (id),  -- where the person works, for people to read
    position  text collate "C" not null
);
create index person_unit on person (unit);

create table credential (
    person      text collate "C" primary key references person (id),
    login       text collate "C" not null constraint credential_login unique,
    hash        text collate "C" not null,  -- argon2id with its parameters and salt
    changed_ms  bigint not null
);

create table device (
    id             text collate "C" not null,
    person         text collate "C" not null references person (id),
    name           text collate "C" not null,
    registered_ms  bigint not null,
    last_sync_ms   bigint,
    unsent         bigint not null default 0,
    primary key (id, person)
);
create index device_person on device (person);

create table session (
    token       text collate "C" primary key,  -- SHA-256 of what the cookie holds
    person      text collate "C" not null references person (id),
    device      text collate "C" not null,
    created_ms  bigint not null,
    expires_ms  bigint not null
);
create index session_expires on session (expires_ms);

-- What was written --------------------------------------------------------------------------------

create table scope (
    id      text collate "C" primary key,
    kind    text collate "C" not null constraint scope_kind check (kind in ('unit', 'plan')),
    owner   text collate "C" not null,  -- the unit whose subtree holds the rights
    issued  bigint not null default 0,  -- 1: a plan that its reach may read
    head    bigint not null,  -- numbers are dense: 1 to head
    chain   text collate "C" not null,  -- over the digests of all entries
    live    bigint not null  -- sum over the live versions of all roots
);
create index scope_owner on scope (owner);

-- Units that a root of a plan's scope names as those who carry it out.
create table reach (
    scope  text collate "C" not null,
    root   text collate "C" not null,
    unit   text collate "C" not null,
    primary key (scope, root, unit)
);
create index reach_unit on reach (unit);
create index reach_root on reach (root);

create table entry (
    scope  text collate "C" not null,
    n      bigint not null,
    chain  text collate "C" not null,  -- at this number
    late   text collate "C",  -- what the server stamped on it, as JSON
    body   text collate "C" not null,  -- the change as it came, never encoded again
    primary key (scope, n)
);

create table root (
    id     text collate "C" primary key,
    scope  text collate "C" not null,
    kind   text collate "C" not null,
    n      bigint not null,  -- number of the last entry folded in
    state  text collate "C" not null  -- the fold, as JSON: each save once, versions by its place
);
create index root_scope on root (scope);

-- Every id ever seen and its first verdict; never pruned.
create table ids (
    id      text collate "C" primary key,
    digest  text collate "C" not null,
    scope   text collate "C",  -- with n: numbered
    n       bigint,
    why     text collate "C"  -- otherwise the reason, as JSON
);

create table quarantine (
    id           text collate "C" primary key,
    person       text collate "C" not null,
    device       text collate "C" not null,
    unit         text collate "C" not null,  -- whose people may decide
    root         text collate "C",
    why          text collate "C" not null,  -- the reason, as JSON
    body         text collate "C" not null,  -- the change as it came
    received_ms  bigint not null,
    decision     text collate "C" constraint quarantine_decision check (decision in ('adopted', 'dropped')),
    decided_by   text collate "C",
    decided_ms   bigint,
    reason       text collate "C"
);
create index quarantine_unit on quarantine (unit);
create index quarantine_person on quarantine (person);

-- Files -------------------------------------------------------------------------------------------

create table blob (
    sha256       text collate "C" primary key,
    bytes        bigint not null,
    received_ms  bigint not null
);

create table blob_upload (
    sha256  text collate "C" not null references blob (sha256),
    person  text collate "C" not null references person (id),
    primary key (sha256, person)
);

-- Which roots name which files; the file may still be on its way.
create table blob_ref (
    sha256  text collate "C" not null,
    root    text collate "C" not null,
    primary key (sha256, root)
);

-- Counters that say whether something that devices keep has changed.
create table version (
    name   text collate "C" primary key,
    value  bigint not null
);
insert into version (name, value) values ('directory', 1);
