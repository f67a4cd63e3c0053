-- Changes of accepted comments that wait for the desk, the words that were reported, comments of the desk itself, and
-- editions that were withdrawn.

-- What an accepted comment would say if the desk agrees; readers see the accepted words until then. Declined ones keep
-- the rule for their author, and no words.
create table comment_changes (
    conversation_id bigint not null,
    number bigint not null,
    text text,
    at_ms bigint not null,
    rule text,
    reason text,
    declined_ms bigint,
    primary key (conversation_id, number)
) {without_rowid};

-- The words as they stood when they were reported; blanked with them.
alter table reports add column text text;

-- Which member of staff posted it from the desk.
alter table comments add column staff_id bigint;

-- A published edition that is shown no more, and why. The edition itself stays as it was signed.
create table withdrawals (
    conversation_id bigint not null,
    number bigint not null,
    reason text not null,
    at_ms bigint not null,
    primary key (conversation_id, number)
) {without_rowid};
