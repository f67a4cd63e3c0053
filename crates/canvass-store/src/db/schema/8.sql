-- What was seen of how a reader's answers came, a bit for each kind of mark, and through what; what a conversation is
-- watched by; and whom staff excluded together.

alter table participants add column marks bigint not null default 0;
alter table participants add column channel text;

-- Times in milliseconds: until when many are expected from one network, and until when staff said that what is marked may
-- stay; since when moderators have been told. `looked` is the last entry of the log that marks were looked for in.
create table watches (
    conversation_id bigint primary key,
    office_until_ms bigint not null,
    calm_until_ms bigint not null,
    told_ms bigint not null,
    looked bigint not null
) {without_rowid};

create table exclusions (
    conversation_id bigint not null,
    number bigint not null,
    ground text not null,
    reason text,
    at_ms bigint not null,
    primary key (conversation_id, number)
) {without_rowid};

create table excluded (
    conversation_id bigint not null,
    exclusion bigint not null,
    participant bigint not null,
    primary key (conversation_id, exclusion, participant)
) {without_rowid};
