-- Who named which file in which root. A hash alone opens nothing: only what somebody brought and named
-- themselves is shown to those who read the root.
create table blob_named (
    sha256  text not null,
    root    text not null,
    person  text not null,                  -- '': from before this was kept, whoever brings it
    primary key (sha256, root, person)
);
create index blob_named_root on blob_named (root);

insert into blob_named (sha256, root, person)
    select blob_ref.sha256, blob_ref.root, blob_upload.person
    from blob_ref join blob_upload on blob_upload.sha256 = blob_ref.sha256;
insert into blob_named (sha256, root, person)
    select sha256, root, '' from blob_ref
    where not exists (select 1 from blob_upload where blob_upload.sha256 = blob_ref.sha256);
