-- Comments, the rules texts are declined under, reports, what staff did, and that something declared was taken back.

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

-- When a value was last left by somebody who had declared it, and never by whom: tables by attribute begin anew then.
create table taken_back (
    conversation_id bigint not null,
    attribute text not null,
    option bigint not null,
    at_ms bigint not null,
    primary key (conversation_id, attribute, option)
);

alter table staff add column wants_mail bigint not null default 1;
alter table staff add column told_ms bigint;
alter table staff add column linked_ms bigint;

-- Letters that wait to be sent. A row goes once it is handed over, or has become too old to be of use.
create table outbox (
    number bigint primary key,
    recipient text not null,
    subject text not null,
    body text not null,
    unsubscribe_url text,
    due_ms bigint not null,
    expires_ms bigint not null,
    tries bigint not null
);

create index outbox_by_due on outbox (due_ms);

-- Who is told once when a conversation's results are final. Kept apart from everybody who answered; a row goes when
-- its letter is on its way.
create table notices (
    token_hash text primary key,
    conversation_id bigint not null,
    email text not null,
    asked_ms bigint not null,
    confirmed_ms bigint,
    unique (conversation_id, email)
);
