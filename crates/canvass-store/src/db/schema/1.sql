-- The first schema, for SQLite and PostgreSQL alike. {without_rowid} is SQLite's clause, empty on PostgreSQL.
-- Times are milliseconds since 1970 in UTC; codes are those of canvass-domain.

create table settings (
    name text primary key,
    value text not null
);

create table conversations (
    id bigint primary key,
    slug text not null unique,
    state text not null,
    provenance text not null,
    note text,
    version bigint not null,
    created_ms bigint not null
);

-- Exact wording and rules, one row for every version; never changed once answered.
create table instruments (
    conversation_id bigint not null,
    version bigint not null,
    document text not null,
    created_ms bigint not null,
    primary key (conversation_id, version)
);

-- Append-only. Everything marked "derived" below can be rebuilt from it.
create table events (
    conversation_id bigint not null,
    seq bigint not null,
    at_ms bigint not null,
    kind bigint not null,
    participant bigint,
    object bigint,
    value bigint,
    version bigint,
    primary key (conversation_id, seq)
) {without_rowid};

-- Wording and fate of statements; `state` is derived.
create table statements (
    conversation_id bigint not null,
    number bigint not null,
    text text,
    origin bigint not null,
    author bigint,
    state bigint not null,
    reason text,
    decided_here bigint not null,
    added_ms bigint not null,
    primary key (conversation_id, number)
);

-- Derived: the latest answer of each participant to each statement.
create table votes (
    conversation_id bigint not null,
    participant bigint not null,
    statement bigint not null,
    answer bigint not null,
    version bigint not null,
    seq bigint not null,
    primary key (conversation_id, participant, statement)
) {without_rowid};

-- Derived: the latest ballot of each participant; `options` are bits.
create table ballots (
    conversation_id bigint not null,
    participant bigint not null,
    options bigint not null,
    version bigint not null,
    seq bigint not null,
    primary key (conversation_id, participant)
) {without_rowid};

-- How participants came: classes only, blanked on erasure.
create table participants (
    conversation_id bigint not null,
    number bigint not null,
    assurance text,
    via text,
    external_id text,
    arrived_ms bigint,
    primary key (conversation_id, number)
) {without_rowid};

-- What lets a participant back in: hashes of a secret with the conversation, so nothing links conversations.
create table participant_keys (
    conversation_id bigint not null,
    key text not null,
    participant bigint not null,
    primary key (conversation_id, key)
) {without_rowid};

create index participant_keys_by_participant on participant_keys (conversation_id, participant);

create table showings (
    conversation_id bigint not null,
    participant bigint not null,
    statement bigint not null,
    at_ms bigint not null,
    probability double precision not null
);

create index showings_by_participant on showings (conversation_id, participant);

create table declared (
    conversation_id bigint not null,
    participant bigint not null,
    attribute text not null,
    option bigint not null,
    version bigint not null,
    at_ms bigint not null,
    primary key (conversation_id, participant, attribute)
);

create table idempotency (
    scope text primary key,
    body text not null,
    receipt text not null,
    at_ms bigint not null
);

create table staff (
    id bigint primary key,
    email text not null unique,
    role text not null,
    created_ms bigint not null
);

-- Only hashes of tokens are kept.
create table sign_ins (
    token_hash text primary key,
    staff_id bigint not null,
    expires_ms bigint not null
);

create table sessions (
    token_hash text primary key,
    staff_id bigint not null,
    expires_ms bigint not null
);
