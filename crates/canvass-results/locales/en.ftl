# Every text that Canvass itself says. Short, concrete, sentence case; readers are "you" and "readers".

## Counts and shares
n-readers = { $n ->
    [one] { $n } reader
   *[other] { $n } readers
}
n-answers = { $n ->
    [one] { $n } answer
   *[other] { $n } answers
}
share-percent = { $percent } %
share-counts = { $n } of { $base }

## Who answered
who-nobody = Nobody has answered yet.
who-between = { $n ->
    [one] { $n } reader chose to answer on { $first }.
   *[other] { $n } readers chose to answer between { $first } and { $last }.
}
who-between-at = { $n ->
    [one] { $n } reader chose to answer on { $first } after seeing the question at { $place }.
   *[other] { $n } readers chose to answer between { $first } and { $last } after seeing the question at { $place }.
}
who-on = { $n ->
    [one] { $n } reader chose to answer on { $first }.
   *[other] { $n } readers chose to answer on { $first }.
}
who-on-at = { $n ->
    [one] { $n } reader chose to answer on { $first } after seeing the question at { $place }.
   *[other] { $n } readers chose to answer on { $first } after seeing the question at { $place }.
}
who-undated = { $n ->
    [one] { $n } reader chose to answer; when was not recorded.
   *[other] { $n } readers chose to answer; when was not recorded.
}
who-not-selected = They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.

## The answer in one sentence
poll-leader = Of { $base } who answered, { $n } chose “{ $option }”, more than any other answer.
poll-leader-share = Of { $base } who answered, { $n } ({ $share }) chose “{ $option }”, more than any other answer.
poll-leader-several = Of { $base } who answered, { $n } named “{ $option }”, more than any other answer.
poll-leader-several-share = Of { $base } who answered, { $n } ({ $share }) named “{ $option }”, more than any other answer.
poll-tie = Of { $base } who answered, no answer was chosen more often than every other.
poll-none = Nobody has answered yet.
poll-rounding = Shares are whole per cent, each rounded alone, and do not add up to 100.
poll-several-note = Readers could choose several answers, so shares add up to more than 100 %.
