-- Scopes as they stood at a number that a backup outside of the server's machine covers, for first reading:
-- one row a part, each a packed file beside the photos that this names by its hash. Made anew with such a
-- backup; a file that is gone is made anew with the next.
create table snapshot (
    scope   text collate "C" not null,
    part    bigint not null,                -- from 0
    n       bigint not null,                -- at this number
    chain   text collate "C" not null,               -- there
    live    bigint not null,                -- the sum over live versions there
    sha256  text collate "C" not null,
    primary key (scope, part)
);
