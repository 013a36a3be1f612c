-- The lives of the archive: another begins when it was put back to an earlier time. One that is known
-- only by a seal was lost when it was.
create table epoch (
    n         bigint primary key,           -- dense: 1 to the present one
    id        text collate "C" not null constraint epoch_id unique,
    begun_ms  bigint not null,
    why       text collate "C" not null constraint epoch_why check (why in ('first', 'restored', 'contradicted', 'lost'))
);

-- Up to which number a backup outside of the server's machine covers the scope.
alter table scope add column durable bigint not null default 0;
