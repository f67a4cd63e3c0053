-- Editions of results with their prose, quotes apart from them, and what happens after publication.

-- One draft at most is written on at a time; what is published never changes. `document` is the canonical form of
-- the edition, `votes` and `record` those of the rows published with it and of the whole log with a salt.
create table editions (
    conversation_id bigint not null,
    number bigint not null,
    state text not null,
    document text not null,
    hash text not null,
    signature text,
    votes text not null,
    record text not null,
    created_ms bigint not null,
    published_ms bigint,
    primary key (conversation_id, number)
);

-- The words of quotes. Where consent is withdrawn, words and salt are blanked and the edition stands.
create table quotes (
    conversation_id bigint not null,
    edition bigint not null,
    number bigint not null,
    comment bigint,
    salt text,
    text text,
    name text,
    chosen bigint,
    in_group bigint,
    withdrawn_ms bigint,
    primary key (conversation_id, edition, number)
);

create index quotes_by_comment on quotes (conversation_id, comment);

-- Comments published elsewhere, to be quoted as such.
create table elsewhere (
    conversation_id bigint not null,
    number bigint not null,
    text text not null,
    source text not null,
    day text not null,
    url text not null,
    name text,
    place text,
    added_ms bigint not null,
    primary key (conversation_id, number)
);

-- Readers' word that something in a published take is unclear. Nobody is named.
create table unclear (
    conversation_id bigint not null,
    number bigint not null,
    edition bigint not null,
    passage text not null,
    note text,
    at_ms bigint not null,
    settled_ms bigint,
    primary key (conversation_id, number)
);

-- The desk's dated answers to that, shown in place; or the conversation in which it asks again.
create table clarifications (
    conversation_id bigint not null,
    number bigint not null,
    passage text not null,
    text text not null,
    asked_again text,
    at_ms bigint not null,
    primary key (conversation_id, number)
);

-- Who is asked to respond to a take, by when, and what came of it.
create table responses (
    conversation_id bigint not null,
    number bigint not null,
    addressee text not null,
    due_ms bigint not null,
    asked_ms bigint not null,
    text text,
    responded_ms bigint,
    primary key (conversation_id, number)
);
