-- Long texts in pieces, authors apart from the log, where they can be erased, and a running hash for each log.

-- The document, votes and record of editions, in pieces that no backup is too narrow for; piece 0 is the first.
create table edition_pieces (
    conversation_id bigint not null,
    edition bigint not null,
    part text not null,
    piece bigint not null,
    text text not null,
    primary key (conversation_id, edition, part, piece)
);

insert into edition_pieces (conversation_id, edition, part, piece, text)
with recursive places (conversation_id, number, piece, n_chars) as (
    select conversation_id, number, cast(0 as bigint), cast(length(document) as bigint) from editions
    union all
    select conversation_id, number, piece + 1, n_chars from places where (piece + 1) * 250000 < n_chars
)
select p.conversation_id, p.number, 'document', p.piece, substr(e.document, cast(p.piece * 250000 + 1 as integer), 250000)
from places p join editions e on e.conversation_id = p.conversation_id and e.number = p.number;

insert into edition_pieces (conversation_id, edition, part, piece, text)
with recursive places (conversation_id, number, piece, n_chars) as (
    select conversation_id, number, cast(0 as bigint), cast(length(votes) as bigint) from editions
    union all
    select conversation_id, number, piece + 1, n_chars from places where (piece + 1) * 250000 < n_chars
)
select p.conversation_id, p.number, 'votes', p.piece, substr(e.votes, cast(p.piece * 250000 + 1 as integer), 250000)
from places p join editions e on e.conversation_id = p.conversation_id and e.number = p.number;

insert into edition_pieces (conversation_id, edition, part, piece, text)
with recursive places (conversation_id, number, piece, n_chars) as (
    select conversation_id, number, cast(0 as bigint), cast(length(record) as bigint) from editions
    union all
    select conversation_id, number, piece + 1, n_chars from places where (piece + 1) * 250000 < n_chars
)
select p.conversation_id, p.number, 'record', p.piece, substr(e.record, cast(p.piece * 250000 + 1 as integer), 250000)
from places p join editions e on e.conversation_id = p.conversation_id and e.number = p.number;

alter table editions drop column document;
alter table editions drop column votes;
alter table editions drop column record;

-- Who wrote a text, `statement` or `comment`. Rows go when the text or its author is erased; nothing else says it.
create table authors (
    conversation_id bigint not null,
    kind text not null,
    number bigint not null,
    participant bigint not null,
    primary key (conversation_id, kind, number)
);

create index authors_by_participant on authors (conversation_id, participant);

insert into authors (conversation_id, kind, number, participant)
select conversation_id, 'statement', number, author from statements where author is not null and text is not null;

insert into authors (conversation_id, kind, number, participant)
select conversation_id, 'comment', number, author from comments where text is not null;

alter table statements drop column author;
drop index comments_by_author;
alter table comments drop column author;

-- The log says that a reader wrote a statement (8 is added to its value), and no longer who.
update events set value = value + 8, participant = null where kind = 6 and exists (
    select 1 from statements s
    where s.conversation_id = events.conversation_id and s.number = events.object and s.origin = 1);
update events set participant = null where kind = 8;

-- Each event carries the beginning of the running hash up to it; where the log ends, and with which hash, is kept
-- for each conversation in the transaction that appends.
alter table events add column mark bigint;

create table logs (
    conversation_id bigint primary key,
    seq bigint not null,
    hash text not null
);
