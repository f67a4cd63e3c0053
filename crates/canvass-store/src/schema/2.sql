-- Comments, the rules texts are declined under, reports, and what staff did.

alter table statements add column rule text;

-- Words and fate of comments; `state` is derived. `about` is what it is about: conversation, option:2, statement:17.
create table comments (
    conversation_id bigint not null,
    number bigint not null,
    author bigint not null,
    root bigint not null,
    parent bigint,
    depth bigint not null,
    about text not null,
    text text,
    quote text not null,
    name text,
    place text,
    state bigint not null,
    rule text,
    reason text,
    posted_ms bigint not null,
    edited_ms bigint,
    primary key (conversation_id, number)
);

create index comments_by_author on comments (conversation_id, author);

-- One reader reports one text once; a decision closes what was reported until then.
create table reports (
    conversation_id bigint not null,
    target text not null,
    reporter bigint not null,
    rule text not null,
    note text,
    at_ms bigint not null,
    closed_ms bigint,
    primary key (conversation_id, target, reporter)
);

-- What staff did: never a reader's words.
create table audit (
    number bigint primary key,
    at_ms bigint not null,
    staff_id bigint not null,
    act text not null,
    conversation_id bigint,
    object text,
    detail text
);

create index audit_by_conversation on audit (conversation_id, number);
