-- What somebody brought that nothing names yet is counted before more is taken.
create index blob_upload_person on blob_upload (person);
