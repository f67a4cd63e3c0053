-- Of when somebody came, and asked for a letter, only the day is kept: the moment would tell which answers are theirs.

update participants set arrived_ms = arrived_ms - arrived_ms % 86400000 where arrived_ms is not null;
update notices set asked_ms = asked_ms - asked_ms % 86400000,
                   confirmed_ms = confirmed_ms - confirmed_ms % 86400000;
