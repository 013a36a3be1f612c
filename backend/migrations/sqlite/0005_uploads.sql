-- Files that are on their way in parts: how far each has come, and under which names its parts are kept.
create table upload (
    id          text primary key,
    sha256      text not null,
    person      text not null references person (id),
    bytes       bigint not null,            -- of the whole file
    received    bigint not null,            -- the offset at which it goes on
    touched_ms  bigint not null             -- when a part came last
);
create unique index upload_file on upload (sha256, person);
create index upload_person on upload (person);
create index upload_touched on upload (touched_ms);

create table upload_part (
    upload  text not null references upload (id) on delete cascade,
    start   bigint not null,                -- its offset in the file
    name    text not null,
    primary key (upload, start)
);
