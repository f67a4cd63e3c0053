-- What was seen of how a reader's answers came, a bit for each kind of mark; and until when a conversation expects many
-- from one network.

alter table participants add column marks bigint not null default 0;

create table office_hours (
    conversation_id bigint primary key,
    until_ms bigint not null
) {without_rowid};
