-- Conversations that strangers may not know of yet, and groups that were published elsewhere.

alter table conversations add column is_private bigint not null default 0;

-- The group that an import brings for somebody; blanked on erasure.
alter table participants add column published_group bigint;
