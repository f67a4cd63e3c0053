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
share-percent = { $percent }%
share-below-one = <1%
share-below-one-words = fewer than 1%
share-above-99 = >99%
share-above-99-words = more than 99%
share-counts = { $n } of { $base }
share-of-base = { $counts } ({ $share })
n-participants = { $n ->
    [one] { $n } participant
   *[other] { $n } participants
}
n-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}

## Who answered
who-nobody = Nobody has answered.
who-between = { $n ->
    [one] { $n } reader chose to answer on { $first }.
   *[other] { $n } readers chose to answer between { $first } and { $last }.
}
who-between-at = { $n ->
    [one] Asked alongside “{ $place }”, { $n } reader chose to answer on { $first }.
   *[other] Asked alongside “{ $place }”, { $n } readers chose to answer between { $first } and { $last }.
}
who-on = { $n ->
    [one] { $n } reader chose to answer on { $first }.
   *[other] { $n } readers chose to answer on { $first }.
}
who-on-at = { $n ->
    [one] Asked alongside “{ $place }”, { $n } reader chose to answer on { $first }.
   *[other] Asked alongside “{ $place }”, { $n } readers chose to answer on { $first }.
}
who-came = { $n } of { $base } came from a page of { $host }.
who-undated = { $n ->
    [one] { $n } reader chose to answer; when was not recorded.
   *[other] { $n } readers chose to answer; when was not recorded.
}
who-elsewhere-between = { $n ->
    [one] { $n } participant answered elsewhere on { $first }.
   *[other] { $n } participants answered elsewhere between { $first } and { $last }.
}
who-elsewhere-on = { $n ->
    [one] { $n } participant answered elsewhere on { $first }.
   *[other] { $n } participants answered elsewhere on { $first }.
}
who-elsewhere-undated = { $n ->
    [one] { $n } participant answered elsewhere; when was not recorded.
   *[other] { $n } participants answered elsewhere; when was not recorded.
}
who-synthetic = These readers are synthetic, except for visitors who tried this out.
who-elsewhere-selected = How they were selected is not known here, so results speak of these participants only. Results are not weighted.
who-not-selected = They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.

## The text that travels: link previews, feeds, search engines, alternative text
travel-who = { $n ->
    [one] { $n } reader chose to answer and stands for nobody else.
   *[other] { $n } readers chose to answer; they stand for nobody else.
}
travel-synthetic = { $n ->
    [one] The answer is synthetic, unless a visitor gave it to try this out.
   *[other] They are synthetic, except for visitors who tried this out.
}
travel-elsewhere = { $n ->
    [one] { $n } participant answered elsewhere. We do not know how this participant was selected.
   *[other] { $n } participants answered elsewhere. We do not know how these participants were selected.
}
travel-nobody = Nobody has answered yet.
travel-nobody-closed = Nobody answered.
travel-nobody-synthetic = Nobody has answered this synthetic conversation yet.
travel-nobody-closed-synthetic = Nobody answered this synthetic conversation.

## The answer in one sentence
poll-leader = { $base ->
    [one] The one who answered chose “{ $option }”.
   *[other] Of { $base } who answered, { $n } chose “{ $option }”, more than any other answer.
}
poll-leader-share = Of { $base } who answered, { $n } ({ $share }) chose “{ $option }”, more than any other answer.
poll-leader-several = { $base ->
    [one] The one who answered named “{ $option }” alone.
   *[other] Of { $base } who answered, { $n } named “{ $option }”, more than any other answer.
}
poll-leader-several-share = Of { $base } who answered, { $n } ({ $share }) named “{ $option }”, more than any other answer.
poll-tie = { $base ->
    [one] The one who answered chose several answers.
   *[other] Of { $base } who answered, no answer was chosen more often than every other.
}
poll-caution = Fewer than { $n } answered: read this share with caution.
change-lead = { $n ->
    [one] { $n } more answer for one option would change which answer leads.
   *[other] { $n } more answers for one option would change which answer leads.
}
change-lead-shared = { $n ->
    [one] { $n } more answer for an option that shares the lead would put it ahead.
   *[other] { $n } more answers for an option that shares the lead would put it ahead.
}
change-split-begins = { $n ->
    [one] With { $n } more answer for one option, a headline could say “split”.
   *[other] With { $n } more answers for one option, a headline could say “split”.
}
change-split-ends = { $n ->
    [one] With { $n } more answer for one option, a headline could no longer say “split”.
   *[other] With { $n } more answers for one option, a headline could no longer say “split”.
}
change-half-begins = { $n ->
    [one] With { $n } more answer for one option, it would have more than half.
   *[other] With { $n } more answers for one option, it would have more than half.
}
change-half-ends = { $n ->
    [one] With { $n } more answer for one option, no answer would have more than half.
   *[other] With { $n } more answers for one option, no answer would have more than half.
}
poll-none = Nobody has answered the question.
poll-none-open = Nobody has answered the question yet.
poll-none-closed = Nobody answered the question.
poll-rounding = Shares are whole per cent, each rounded alone, and do not add up to 100.
poll-several-note = Readers could choose several answers, so answers may add up to more than the number of readers, and shares to more than 100%.

## Around every page
shell-title = { $value }
skip-link = Skip to the content
nav-label = This conversation
nav-question = Question
nav-results = Results
nav-comments = Comments
nav-mine = Your answers
banner-synthetic = The participants here are synthetic: a computer program made up their answers. Answers given while trying this out are counted with them.
banner-imported = These answers were collected elsewhere and brought in here.
banner-draft = This is a draft: only staff can see it, and nothing can be answered yet.
foot-stored = What is stored about me
foot-contact = Contact
foot-privacy = Privacy notice
foot-canvass = Made with Canvass
errors-title = That could not be saved yet
search-button = Search
pages-label = Pages
page-of = Page { $page } of { $pages }
page-previous = Previous page
page-next = Next page
copy-button = Copy
copied = Copied

## Where a conversation stands
state-draft = Draft
state-open = Open
state-closed = Closed
state-private = Private: only staff can see it
opens-on = Opens on { $value }
closes-on = Open until { $value }
closed-fact = Closed: no more answers are taken
mistaken-fact = The server’s clock was wrong and closed this conversation too early, on { $closed }. It opened again on { $opened }.
turnout = { $n ->
    [0] Nobody has answered yet
    [one] { $n } reader has answered
   *[other] { $n } readers have answered
}
turnout-short = { $n ->
    [one] { $n } reader
   *[other] { $n } readers
}
turnout-none-closed = Nobody answered
origin-imported = Collected elsewhere
origin-synthetic = Synthetic answers

## The list of conversations
home-title = Conversations
home-search = Search conversations
home-none = There are no conversations yet.
home-none-found = No conversation matches “{ $value }”. We searched headlines only.
home-all = Show all conversations

## The question
background = Background and sources
story-link = Read the story: { $value }
poll-hint-single = Choose one answer.
poll-hint-several = Choose all that apply.
poll-button = Send your answer
poll-button-change = Change your answer
poll-keep = Keep it as it is
poll-change = Change your answer
poll-mine = Your answer
chart-own = ✓ Your answer
poll-closed = You did not answer this question here.
results-link = See the results
stored-line = What is stored about me, and how to delete it

## Answering statements
answer-title = Do you agree?
answer-progress = { $place } of { $of }
answer-pause = Thank you, that is one round.
answer-more = { $n ->
    [one] { $n } more?
   *[other] { $n } more?
}
answer-done = You have answered every statement there is.
answer-none-yet = There are no statements to answer yet.
answer-over = This conversation is closed. Thank you to everybody who answered.
asks-again = Readers found “{ $value }” unclear in an earlier take, and are asked again here. The take:
answer-review = Look at your answers
answer-failed = That did not reach us. Please try again.
vote-agree = Agree
vote-disagree = Disagree
vote-unsure = Unsure
vote-skip = Skip this one
vote-skipped = Skipped
saved-agree = Saved: agree.
saved-disagree = Saved: disagree.
saved-unsure = Saved: unsure.
saved-skip = Skipped.
undo = Undo the last one
keys-hint = You can answer with the keys 1, 2, 3 and S.
keys-off = Turn the keys off
keys-on = Turn the keys on

## A statement of one's own
add-title = Add a statement for others to answer
add-hint = One thought, in a sentence that others can agree or disagree with. Leave out names and anything that identifies somebody.
add-note-hold = Somebody at the desk reads it before others see it.
add-note-show = Others see it at once.
add-limit = At most 280 characters.
add-left = Characters left: { $value }
add-over = Characters over the limit: { $value }
add-button = Add this statement

## About the reader
about-title = About you
about-hint = All of this is optional. It is kept so that results can say how readers in your position answered: in counts only, and never where an answer that fewer than five of them gave could be told.
about-no-answer = No answer
about-consent = I agree that these answers about me are kept with my other answers and may be counted in results. I can withdraw this at any time under “Your answers”.
about-button = Save these answers

## Terms and figures
topics-title = Topics
terms-title = Words used here
figures-title = Figures from elsewhere
figures-hint = Published by others, not counted here. Do not compare them with readers’ answers.
figure-base = What it measures
figure-n = Cases
figure-period = Period
figure-definition = Definition
figure-source = Source
figure-status = Status
figure-not-stated = not stated

## What just happened
said-answer-kept = Your answer is saved.
said-undone = Taken back.
said-statement-held = Thank you. Your statement waits for the desk; you can see what becomes of it under “Your answers”.
said-statement-shown = Thank you. Others can answer your statement now.
said-about-kept = Saved. You can change or withdraw it under “Your answers”.
said-about-forgotten = What you said about yourself is deleted.
said-vote-changed = Your answer is changed.
said-vote-withdrawn = Your answer is withdrawn.
said-all-withdrawn = All your answers here are withdrawn.
said-erased = What was stored about you here is erased.
said-returned = This browser now has the answers behind your private link.
said-comment-held = Thank you. Your comment waits for the desk. Until then only you see it.
said-comment-shown = Thank you. Others can read your comment now.
said-comment-comes = Thank you. We have your comment. Others will see it when more people have answered, so that nobody can tell your answer from when you commented.
said-comment-changed = Your comment is changed.
said-comment-change-waits = An editor will check your change. Until then, others see your original comment.
said-quoting-stopped = Your comment is quoted no more. Where a published text quoted it, the words are gone and a dated note stands in their place.
said-comment-erased = The words of your comment are erased.
said-reported = Thank you. Somebody at the desk will look at it.
said-opened = The conversation is open.
said-closed = The conversation is closed.
said-office-opened = Many readers can now answer from one connection.
said-excluded-all = Excluded. None of their answers count.
said-lifted-exclusion = Reinstated. Their answers count again.
said-left-marked = They stay as they are. You will see a warning again if more come.
said-office-shut = The usual limits apply again.
said-made-public = Everyone can see this conversation now.
said-accepted = It is shown to readers now.
said-declined = It is declined. Its author can read why.
said-declined-ticked = The ticked texts are declined. Their authors can read why.
said-overtaken = Somebody has decided on it already. What you see is how it stands now.
said-left = The reports are closed. The text stays as it is.
said-reworded = The wording is mended.
said-excluded = This reader is excluded. None of their answers count.
said-marked-meta = The statement is marked as about the readers. The results will be recalculated.
said-unmarked-meta = The statement is about the topic again. The results will be recalculated.
said-let-in = This reader counts again.
said-role-changed = The role is changed. It acts at once.
said-person-removed = They are off the staff, and signed out everywhere.

## What was wrong with a form
problem-ballot-empty = Choose an answer.
problem-ballot-several = Choose one answer only.
problem-ballot-unknown = Choose one of the answers below.
problem-vote = Choose agree, disagree, unsure or skip.
problem-text-empty = Write a statement first.
problem-text-long = { $n ->
    [one] Shorten your statement by { $n } character.
   *[other] Shorten your statement by { $n } characters.
}
moment-in-zone = { $day }, { $clock } ({ $zone })
moment-utc = { $day }, { $clock } { $zone }
zone-uk = UK time
zone-ireland = Irish time
zone-us-eastern = US Eastern time
zone-us-central = US Central time
zone-us-mountain = US Mountain time
zone-us-pacific = US Pacific time
zone-india = India time
zone-japan = Japan time
zone-city = { $value } time
problem-text-twice = Somebody has already said this. Change the wording or answer theirs.
problem-illegible-blank = This text contains only invisible characters. Type some words.
problem-illegible-control = This text holds a control character, which cannot be shown. Type it again instead of pasting it.
problem-illegible-break = This goes over several lines. Write it as one line.
problem-illegible-torn = Some characters were damaged in transit. Please retype them.
problem-illegible-marks = One letter in this text has too many accents or other marks on it. Take some away.
problem-text-full = You have added as many statements as one reader can here.
problem-consent = Tick the box to have these answers kept, or leave all of them at “No answer”.
problem-comment-empty = Write something first.
problem-comment-long = Characters over the limit: { $value }. Shorten your comment.
problem-comment-gone = What you reply to is no longer shown.
problem-comments-full = You have written as many comments as one reader can here.
problem-comments-many = This conversation has as many comments as it can take.
problem-excluded = The desk has excluded your answers and words from this conversation, so nothing more can be sent.
problem-too-deep = Replies go no deeper here. Reply to the comment above it.
problem-too-late = A comment can be changed for five minutes, and that time is over. You can still erase it.
problem-quote = Choose whether you may be quoted.
problem-quote-name = Give the name you want to be quoted with, or choose another way.
problem-quote-place = Give a first name and a place, or choose another way.
problem-name-protected = This name belongs to the organiser or to a writer of theirs. Give another name, or none.
problem-name-long = A name or a place has at most 80 characters.
problem-rule = Choose the rule that it breaks.
problem-note-long = Shorten your note. It has more than 600 characters.
problem-reason-empty = Choose the rule it breaks. The author will read it.
problem-reason-long = Shorten the reason. It has more than 600 characters.

## A reader's own page
mine-title = Your answers
mine-stranger = Nothing has been answered here from this browser. What you answer will be listed on this page, to be changed or withdrawn.
mine-to-question = Go to the question
mine-poll = Your answer to the question
mine-poll-none = You have not answered it.
mine-votes = Your answers to statements
mine-votes-none = You have not answered any statement.
mine-n-votes = { $n ->
    [one] { $n } statement
   *[other] { $n } statements
}
mine-change = Change
mine-change-which = your answer to statement { $value }
mine-withdraw-vote = Withdraw this answer
mine-statements = Your statements
mine-held = Waits for the desk
mine-accepted = Shown to readers
mine-declined = Declined
mine-reason = The desk’s reason: { $value }
mine-rule = The rule it was held against: { $value }
mine-quote-anonymous = You let it be quoted without a name.
mine-quote-first-name-and-place = You let it be quoted with your first name and place.
mine-change-waits = An editor will check your change. Until then, others see the comment above. Your new words:
mine-change-declined = The editors declined your change. Others still see the comment above.
mine-quote-name = You let it be quoted with your name.
mine-stop-quoting = Do not quote it any more
mine-comments = Your comments
mine-excluded = The desk has excluded your answers. Nothing of yours counts in the results, and what you wrote is not shown. You can still see it all here, and erase it.
mine-forget-about = Withdraw consent and delete these answers
mine-return = Your private link back
mine-return-hint = It brings you back to your answers from another browser or after clearing cookies. Whoever has it can see and change your answers in this conversation, so keep it to yourself.
mine-leave = Withdraw and erase
mine-withdraw-all = Withdraw all my answers
mine-withdraw-all-hint = They no longer count. You can answer again.
mine-erase = Erase everything about me
mine-erase-hint = Your words and what you said about yourself are deleted. You choose whether your answers still count.
mine-statement-erased = Whoever wrote this statement took its words away.
statement-gone = This statement is no longer shown.

## What is stored
stored-title = What is stored about me
stored-intro = No name, no e-mail address, and no number that links you to another conversation.
stored-what = What
stored-why = Why
stored-until = Until when
stored-until-erased = Until you erase it here. Backups keep a copy until they are replaced.
stored-cookie = A cookie with a random secret
stored-cookie-why = To find your answers again in this browser, and nothing else
stored-cookie-until = Until you delete it in your browser or it runs out
stored-answers = Your answers, and when you gave or changed them
stored-answers-why = To count them, once each, and to let you change them
stored-shown = Which statements were shown to you, and when
stored-shown-why = To show each one once, and to check that all were shown fairly
stored-words = Statements you add
stored-words-why = To show them to others, and what became of them to you
stored-comments = Comments you write, with the name and place you give and whether you may be quoted
stored-comments-why = To show them to others, to quote them only as you allow, and to show you what became of them
stored-reports = What you report to the desk, and your note
stored-reports-why = So that the desk can look at it; nobody else reads it
stored-about = What you say about yourself, if anything
stored-about-why = To say who answered; only with your consent
stored-about-until = Until you withdraw your consent above
stored-arrival = How you came: directly, from the story’s site, a search, a social network or a mail
stored-arrival-why = To say where answers came from; the address itself is not kept
stored-not = Not stored: your network address or anything made from it, your browser’s make, your location. Nothing on these pages comes from another site.

## Asking before something final
confirm-back = Go back
confirm-open = Open this conversation?
confirm-open-button = Open it to readers
confirm-open-locks = From the first answer on the wording is locked: a change makes a new version, and every answer keeps the version it was given to.
confirm-open-public = It appears in the list of conversations at once. It can be closed again, but never becomes a draft again.
confirm-open-obstacle = It cannot be opened yet: { $value }
confirm-close = Close this conversation?
confirm-close-button = Close it for good
confirm-close-final = No more answers are taken. A closed conversation cannot be opened again.
confirm-close-results = Its results become public, whatever the rule was until now.
confirm-make-public = Make this conversation public?
confirm-make-public-button = Make it public
confirm-make-public-what = Everyone can then see its statements and results. It cannot be made private again.
confirm-make-public-held = Statements that are still held stay hidden until you accept them.
confirm-delete = Delete this import?
confirm-delete-button = Delete it for good
confirm-delete-what = Its statements, its votes and its drafts of takes are removed. The audit log keeps a line saying who deleted it.
confirm-delete-final = This cannot be undone. You can import the files again.
confirm-withdraw = Withdraw all your answers?
confirm-withdraw-button = Withdraw my answers
confirm-withdraw-what = Your answer to the question and all your answers to statements stop counting at once.
confirm-withdraw-keeps = Statements you added stay, and you can answer again while the conversation is open.
confirm-erase = Erase everything about you?
confirm-erase-button = Erase everything about me
confirm-erase-what = The words you wrote, what you said about yourself, how you came and your private link are deleted.
confirm-erase-final = This cannot be taken back. Results already published as an edition stay as they were.
confirm-erase-comment = Erase this comment?
confirm-erase-comment-button = Erase my comment
confirm-erase-comment-what = Its words and the name you gave are deleted. Where others have replied, a line says that its author erased it.
confirm-erase-comment-final = This cannot be taken back.
erase-votes = What should happen to your answers?
erase-votes-keep = They still count, with nothing left that leads to me
erase-votes-withdraw = They are withdrawn and no longer count

## The private link
return-title = Your private link
return-what = This link brings back the answers you gave in this conversation, so that you can look at them, change them or go on.
return-own-answers = This browser already has other answers in this conversation. They stay counted, but from here you will no longer reach them. Keep their private link first if you want to.
return-button = Use these answers in this browser
return-back = Leave it as it is

## Results
results-title = Results: { $value }
results-none = Nobody has answered yet. The result appears here with the first answer.
results-none-closed = This question closed on { $value } without an answer.
results-none-closed-undated = This question closed without an answer.
results-counts = { $readers } gave { $votes } to { $statements }.
results-counts-unlisted = { $n ->
    [one] { $n } of those statements is not listed here: it was declined or has not been checked.
   *[other] { $n } of those statements are not listed here: they were declined or have not been checked.
}
results-updated = The results have been updated.
n-statements = { $n ->
    [one] { $n } statement
   *[other] { $n } statements
}
share-cautious = { $value }{ "\u00A0" }*
caution-note = * Fewer than 100 answers: read this share with caution.
chart-n = n = { $n }
chart-n-on = { $base } · { $first }
chart-n-between = { $base } · { $first } to { $last }
chart-source = { $name }, { $url }
poll-table = The same as a table
poll-table-answer = Answer
poll-table-n = Readers
poll-table-share = Share
poll-table-base = Answered
poll-download = Download this chart (SVG)
poll-download-png = As a picture (PNG)
poll-download-double = Twice as large (PNG)
poll-download-card = As a card to share (PNG, 1200 × 630)
report-per-person = Votes per person
report-per-person-votes = Statements voted on
report-per-person-people = People
report-or-more = { $value } or more
report-by-time = Participation over time
report-by-time-when = Date (UTC)
report-by-time-people = People
report-by-time-votes = Votes
report-sorted-up = Sorted by { $value }, lowest first.
report-sorted-down = Sorted by { $value }, highest first.
plot-title = How far apart the groups are
plot-title-of = How far apart the groups are: { $value }
plot-subtitle = { $n ->
    [one] { $n } statement, by the percentage points between the two groups furthest apart
   *[other] { $n } statements, by the percentage points between the two groups furthest apart
}
plot-begin = Groups alike
plot-end = Groups apart
plot-points = Points apart
plot-explained = Each dot is a statement. The stronger dots are statements on which two groups are at least { $n } points apart; the three furthest apart carry their number.
plot-spoken = statement { $number }, “{ $text }”: { $points } points apart
picture-boxes-only = Empty boxes mark characters missing from this picture’s typeface.
picture-boxes = Empty boxes mark characters missing from this picture’s typeface; they can be read at { $value }.
card-synthetic = Synthetic participants: a computer program made up their answers.
card-most = { $base } · the { $n } answers chosen most, of { $of }
card-between = { $first } to { $last }
share-alt = Card with the question: { $value }
copy-title = A sentence to quote
stances = { $agree ->
    [one] { $agree } agrees
   *[other] { $agree } agree
}, { $unsure } unsure, { $disagree ->
    [one] { $disagree } disagrees
   *[other] { $disagree } disagree
}
stances-line = Agree{ "\u00A0" }{ $agree }, unsure{ "\u00A0" }{ $unsure }, disagree{ "\u00A0" }{ $disagree }
finding-agree = { $value } agree
finding-disagree = { $value } disagree
finding-unsure = { $value } are unsure
finding-divided = { $agree } agree, { $disagree } disagree
lists-alike = What most readers agree on
lists-alike-hint = Statements on which at least { $n }% of those who answered take the same side.
lists-alike-none = No statement has at least { $n }% on one side, once adjusted for few answers.
lists-alike-groups = What most readers in every group agree on
lists-alike-elsewhere = What most participants agree on
lists-alike-groups-elsewhere = What most participants in every group agree on
lists-divides-elsewhere = What divides participants
lists-alike-groups-hint = Statements on which at least { $n }% of every group take the same side. A group is people who voted alike.
lists-alike-groups-none = No statement has at least { $n }% on one side in every group, once adjusted for few answers.
lists-divides-groups = What divides the groups
lists-divides-groups-hint = Statements on which two groups are at least { $n } percentage points apart, once adjusted for few answers. The method finds groups in votes given at random too.
lists-divides-groups-none = On no statement are two groups { $n } percentage points apart, once adjusted for few answers.
lists-divides = What divides readers
lists-divides-hint = Statements on which at least { $n }% agree and at least { $n }% disagree, once adjusted for few answers.
lists-divides-none = No statement has at least { $n }% on both sides, once adjusted for few answers.
lists-unsure = What many are unsure of
lists-unsure-hint = Statements on which at least { $n }% are unsure, once adjusted for few answers.
lists-unsure-none = On no statement are at least { $n }% unsure, once adjusted for few answers.
# Where some statements could not be compared, nothing is said of all of them.
lists-alike-none-compared = { $compared ->
    [one] The one statement that could be compared does not have at least { $n }% on one side, once adjusted for few answers.
   *[other] None of the { $compared } statements that could be compared has at least { $n }% on one side, once adjusted for few answers.
}
lists-alike-groups-none-compared = { $compared ->
    [one] The one statement that could be compared does not have at least { $n }% on one side in every group, once adjusted for few answers.
   *[other] None of the { $compared } statements that could be compared has at least { $n }% on one side in every group, once adjusted for few answers.
}
lists-divides-none-compared = { $compared ->
    [one] The one statement that could be compared does not have at least { $n }% on both sides, once adjusted for few answers.
   *[other] None of the { $compared } statements that could be compared has at least { $n }% on both sides, once adjusted for few answers.
}
lists-divides-groups-none-compared = { $compared ->
    [one] On the one statement that could be compared, no two groups are { $n } percentage points apart, once adjusted for few answers.
   *[other] On none of the { $compared } statements that could be compared are two groups { $n } percentage points apart, once adjusted for few answers.
}
lists-unsure-none-compared = { $compared ->
    [one] The one statement that could be compared does not have at least { $n }% unsure, once adjusted for few answers.
   *[other] On none of the { $compared } statements that could be compared are at least { $n }% unsure, once adjusted for few answers.
}
lists-none-compared = No statement has { $n } answers yet, so none can be compared.
lists-none-compared-closed = No statement has { $n } answers, so none can be compared.
lists-compared = { $of ->
    [one] { $compared ->
        [one] The one statement has at least { $n } answers and could be compared.
       *[other] The one statement could not be compared: it has fewer than { $n } answers.
    }
   *[other] { $compared ->
        [all] All { $of } statements have at least { $n } answers and could be compared.
        [one] 1 of { $of } statements could be compared; the others have fewer than { $n } answers.
       *[other] { $compared } of { $of } statements could be compared; the others have fewer than { $n } answers.
    }
}
lists-compared-groups = { $compared ->
    [all] All { $of } statements have at least { $n } answers in each group and could be compared across groups.
    [one] 1 of { $of } statements could be compared across groups; the others have fewer than { $n } answers in some group.
   *[other] { $compared } of { $of } statements could be compared across groups; the others have fewer than { $n } answers in some group.
}
lists-compared-groups-none = No statement has { $n } answers in each group.
lists-adjusted = Before shares are compared, one answer is added to each side, so that a few answers do not lead a list.
groups-title = Groups that voted alike
groups-lead = { $groups ->
    [one] The { $n } people on the map do not sort into clear groups.
   *[other] The method sorts these { $n } people into { $groups } groups; it does so with votes given at random too. Their sizes: { $list }.
}
groups-one = group { $label } with { $n }
groups-one-share = group { $label } with { $n } ({ $share })
groups-unplaced = { $n ->
    [one] { $n } more who answered is not placed: a place takes answers to { $least } statements.
   *[other] { $n } more who answered are not placed: a place takes answers to { $least } statements.
}
groups-unplaced-filled = { $n ->
    [one] { $n } more who answered is not placed.
   *[other] { $n } more who answered are not placed.
}
groups-caution = Groups describe how these people voted and stand for nobody else.
groups-provisional = Provisional groups; a full recalculation follows.
groups-pending = Enough people have answered for groups that vote alike to be looked for. They appear here shortly.
groups-missing = There are too few answers yet to look for groups that vote alike: { $people } answered { $statements }. Still missing: { $missing }.
groups-too-few = There are too few answers to look for groups that vote alike: that takes { $people } people who answered statements and { $statements } statements with answers.
missing-people = { $n ->
    [one] { $n } more person who answers statements
   *[other] { $n } more people who answer statements
}
missing-statements = { $n ->
    [one] { $n } more statement with an answer
   *[other] { $n } more statements with answers
}
missing-both = { $people } and { $statements }
groups-parts = The groups differ most clearly on “{ $text }”: { $list }.
groups-parts-none = On no statement are two groups { $n } percentage points apart, once adjusted for few answers.
groups-parts-none-compared = { $compared ->
    [one] On the one statement that could be compared, no two groups are { $n } percentage points apart, once adjusted for few answers.
   *[other] On none of the { $compared } statements that could be compared are two groups { $n } percentage points apart, once adjusted for few answers.
}
groups-shared-agree = Most people in every group agree with “{ $text }”: { $list }.
groups-shared-disagree = Most people in every group disagree with “{ $text }”: { $list }.
groups-shared-none = No statement has at least { $n }% on one side in every group, once adjusted for few answers.
groups-shared-none-compared = { $compared ->
    [one] The one statement that could be compared does not have at least { $n }% on one side in every group, once adjusted for few answers.
   *[other] None of the { $compared } statements that could be compared has at least { $n }% on one side in every group, once adjusted for few answers.
}
groups-in = { $side } in group { $label }
group-name = Group { $value }
group-size = { $people }, { $share } of those on the map
group-agrees = agree: “{ $value }”
group-disagrees = disagree: “{ $value }”
group-unsure = unsure: “{ $value }”
group-ballots = { $n ->
    [one] What { $n } of them answered to the question:
   *[other] What { $n } of them answered to the question:
}
group-ballots-suppressed = Too few people in this group answered the question to show their answers: at least { $n } are needed.
group-apart = What sets this group apart:
group-apart-rule = Listed where over half of the group, and a larger share than of everyone else, take one side. At least { $n } answers are needed inside and outside the group.
group-apart-none = No single statement sets this group apart.
group-others = everybody else: { $value }
group-apart-line = “{ $text }”: { $here }, { $others }
groups-column = Group
groups-people = People
groups-share = Share of those placed
groups-poll = Answers to the question
groups-apart = What sets it apart
side-agree = { $n ->
    [one] { $n } of { $base } agrees
   *[other] { $n } of { $base } agree
}
side-agree-share = { $n ->
    [one] { $n } of { $base } agrees ({ $share })
   *[other] { $n } of { $base } agree ({ $share })
}
side-disagree = { $n ->
    [one] { $n } of { $base } disagrees
   *[other] { $n } of { $base } disagree
}
side-disagree-share = { $n ->
    [one] { $n } of { $base } disagrees ({ $share })
   *[other] { $n } of { $base } disagree ({ $share })
}
side-neither = { $agree ->
    [one] { $agree } agrees
   *[other] { $agree } agree
} and { $disagree ->
    [one] { $disagree } disagrees
   *[other] { $disagree } disagree
} of { $base }
side-unsure = { $n ->
    [one] { $n } of { $base } is unsure
   *[other] { $n } of { $base } are unsure
}
side-unsure-share = { $n ->
    [one] { $n } of { $base } is unsure ({ $share })
   *[other] { $n } of { $base } are unsure ({ $share })
}
place-like = You vote most like group { $label }: on average, { $share } of its people gave your answers.
place-like-of-some = Of the groups with enough answers to compare, you vote most like group { $label }: on average, { $share } of its people gave your answers.
place-like-one = On average, { $share } of the people in group { $label } gave your answers. The other groups answered too few of your statements to compare.
place-like-several = You vote about as much like group { $label } as { $others }: on average, { $shares } of their people gave your answers.
place-like-several-of-some = Of the groups with enough answers to compare, you vote about as much like group { $label } as { $others }: on average, { $shares } of their people gave your answers.
place-like-other = group { $label }
place-like-and = { $before } and { $last }
place-like-together = No single statement explains it; your answers taken together do.
place-like-because = This is partly because you
place-agree = agree, as do { $value } in the group:
place-disagree = disagree, as do { $value } in the group:
place-unsure = are unsure, as are { $value } in the group:
place-among = On the map you stand among group { $label } ({ $people }).
place-alone = You are on the map.
place-more = { $n ->
    [one] Answer { $n } more statement to find your place on the map.
   *[other] Answer { $n } more statements to find your place on the map.
}
place-too-few = { $given ->
    [one] You answered { $given } statement here. A place on the map takes { $needed }.
   *[other] You answered { $given } statements here. A place on the map takes { $needed }.
}
place-later = You have answered enough for a place on the map. It appears at the next update.
map-title = Groups that voted alike: { $value }
map-title-short = Map of the people who answered
map-subtitle = { $groups ->
    [one] { $people }, who do not sort into clear groups
   *[other] The method sorts these { $people } into { $groups } groups; it does so with votes given at random too
}
map-caption = Everybody placed, by how they voted
map-you = you
map-marks = Each mark is one person, and each group has its own shape. Marks near to each other are people who voted alike; people at the same place are drawn beside each other.
map-cells = Each mark stands for the people in one small square of the map and has the shape of the group that most of them are in. The darker it is, the more there are: { $value }.
map-axes = The axes have no unit. Left to right is the disagreement that divides these people most; bottom to top is the next. The lines cross at the average of everyone’s votes.
map-beyond = { $n ->
    [one] { $n } person stands farther out than the map reaches and is drawn hollow at its edge.
   *[other] { $n } people stand farther out than the map reaches and are drawn hollow at its edge.
}
map-beyond-cells = { $n ->
    [one] { $n } person stands farther out than the map reaches and is counted at its edge.
   *[other] { $n } people stand farther out than the map reaches and are counted at its edge.
}
map-shade = { $from } to { $to }
map-shade-one = { $n }
map-shade-last = { $n } or more
map-spoken = { $group }: { $size }.
map-spoken-apart = { $group }: { $size }. They { $apart }.
map-keys = With a number on the map in focus, use the arrow keys to go from group to group.
map-table = The map as a table
map-download = Download this map (SVG)
map-download-png = The map as a picture (PNG)
marked = { $n ->
    [one] 1 reader of { $base } is marked as possibly not independent of the others. That reader still counts.
   *[other] { $n } of the { $base } readers are marked as possibly not independent of each other. They all still count.
}
marked-then = When this was last counted, { $n ->
    [one] 1 reader of { $base } was marked as possibly not independent of the others. That reader still counts.
   *[other] { $n } of { $base } readers were marked as possibly not independent of each other. They all still count.
}
marked-without = Without them: { $figures }.
marked-figure = “{ $option }” { $without } instead of { $with }
way-assurance = Answers by type of access
way-assurance-what = We did not ask readers this: it records how each reader got access. Readers without a sign-in or a private link are anonymous.
way-anonymous = Anonymous
way-link = By a private link
way-member = A member, vouched for by the publisher
way-signed-in = Signed in
way-channel = Answers by channel
way-channel-what = We did not ask readers this: it records where each reader gave their first answer.
way-page = On this site
way-api = Through the API
way-embed = Embedded in another site
segments-title = Answers by { $value }
segments-asked = Of the readers who answered “{ $value }”
segments-readers = They said
segments-share = { $answer }: { $share }
segments-hidden = not shown
segments-statements = Statements by { $value }
segments-some = Each statement lists the lines that can be shown; the others are left out.
segments-none = Too few readers have said so for anything to be shown.
segments-rule = Readers who did not say are in no line. A line is not shown while it has fewer than { $least } readers, while some answer was given, or not given, by 1 to { $small } of them, or while such numbers could be worked out from it and the totals.
segments-open = A line stands still until { $step } more of its readers have answered, so it is older than the totals above and is not to be set against them. The last one changed { $when }.
segments-final = Counted at the close { $when }; answers withdrawn since are still in these lines.
segments-when = on { $day }, { $entry }
segments-entry = at entry { $n } of the log
readers-title = What readers said about themselves
readers-what = These statements describe the readers, not the topic. They form no groups and are in no list.
statements-title = Every statement
statements-search = Search statements
statements-all = Show all
sort-by = Sort by
sort-number = Number
sort-n = Votes
sort-agree = Agree
sort-disagree = Disagree
sort-unsure = Unsure
sort-divided = Divided
sort-groups = Groups apart
sort-reverse = Turn the order round
table-caption = Statements { $from } to { $to } of { $n }
table-caption-all = { $n ->
    [one] { $n } statement
   *[other] { $n } statements
}
table-number = No.
table-statement = Statement
table-none = No statement matches this search.
by-reader = added by a reader

## How results were worked out
method-title = How this was worked out
method-open = Anyone could answer. Nobody was selected, and nothing is weighted.
method-elsewhere = The answers were collected elsewhere. We do not know who could answer or who was selected. Results are not weighted.
method-invited = People were invited to answer. Nothing is weighted.
method-once-here = Each reader counts once. Readers are told apart by their browser or access key, so one person with two browsers can count twice.
method-once-imported = Each participant in the imported data counts once. We do not know how they were told apart.
method-once-synthetic = Each synthetic participant counts once, as does each browser used to try this out.
method-counting = The latest answer counts; a skip is not an answer. Each percentage is of those who answered that item.
method-counting-poll = The latest answer counts.
method-shown-here = On these pages statements were shown one at a time, drawn at random among those a reader had neither answered nor skipped: a fifth of the chance is spread evenly over them, the rest favours those with few votes so far and those that part people most (all of it is even while there is no map). Readers who could not yet see results were more likely to get the statements shown least so far, whatever the votes. Showings are recorded with their probability, except those to readers who never answered anything and some under heavy load or at a restart. A statement can also be answered without being shown this way.
method-shown-imported = We do not know how statements were chosen for each person: the answers were collected elsewhere.
method-shown-synthetic = A program made up who was shown what, and the answers. Visitors get statements at random: a fifth of the chance is even, the rest favours those with few votes or that divide people most.
method-shares = Shares are whole per cent, each rounded alone. Below { $from } answers only counts are shown; below { $caution } a share carries a *.
method-groups = The map follows Polis’s method. People who voted on { $least } statements (or all, if fewer) are placed along the two directions in which votes differ most. Neighbours form groups. No group has fewer than { $group } people: where the best division has a smaller one, the next best is taken. Too few such people? The most active are added, up to { $people }. Log entry { $seq }.
method-lists-groups = Lists show at most { $length } statements. Shared: at least { $alike }% of every group on one side. Dividing: two groups at least { $parts } percentage points apart. Unsure: at least { $unsure }%. A statement needs { $least } answers; in the first two lists, { $group } from each group. One answer is added to each side before shares are compared. Lists are ordered by a cautious estimate that ranks few answers lower; METHODS gives it. When the table is sorted by a share, statements with fewer than { $least } answers come last.
method-lists = Lists show at most { $length } statements. One-sided: at least { $alike }% on one side. Divided: at least { $divides }% on the smaller side. Unsure: at least { $unsure }%. A statement needs { $least } answers. One answer is added to each side before shares are compared. Lists are ordered by a cautious estimate that ranks few answers lower; METHODS gives it. When the table is sorted by a share, statements with fewer than { $least } answers come last.
method-declined = Declined statements are not listed.
report-polis-groups = Polis would show k = { $n }: at least one of those groups has fewer than { $least } people.
method-seq = Counted up to entry { $n } of the conversation’s log.

## When results appear
gate-after-ballot = Results appear once you have answered the question, and for everybody once it is closed.
gate-after-votes = { $n ->
    [one] Results appear once you have voted on { $n } statement, and for everybody once it is closed.
   *[other] Results appear once you have voted on { $n } statements, and for everybody once it is closed.
}
gate-at-close = Results appear when the conversation closes.
gate-at-close-on = Results appear when the conversation closes, on { $value }.

## Results that only staff may see so far
early-after-ballot = Not public yet: staff see this now, and readers once they have answered the question. Everybody does once it is closed.
early-after-votes = { $n ->
    [one] Not public yet: staff see this now, and readers once they have voted on { $n } statement. Everybody does once it is closed.
   *[other] Not public yet: staff see this now, and readers once they have voted on { $n } statements. Everybody does once it is closed.
}
early-at-close = Not public yet: only staff see this now. Readers will when the conversation closes.
early-at-close-on = Not public yet: only staff see this now. Readers will when the conversation closes, on { $value }.

## What went wrong
trouble-malformed = That could not be read
trouble-malformed-text = Something in the request was missing or misspelt. Go back and try again.
trouble-form-expired = This form is out of date
trouble-form-expired-text = It was opened in another browser or too long ago, or cookies are switched off. Nothing was saved. Go back, load the page again and send it once more.
trouble-other-site = This form came from another site
trouble-other-site-text = Nothing was saved. Open the page here and send the form again.
trouble-not-allowed = Your role does not allow this
trouble-not-allowed-text = Ask the owner of this site if you need to do this.
trouble-not-found = There is nothing here
trouble-not-found-text = The address may be misspelt, or the page may not be public.
trouble-withdrawn = This edition was withdrawn
trouble-withdrawn-text = Its charts, card and data are no longer published. The edition’s page gives the date and the reason.
trouble-wrong-method = That does not work here
trouble-wrong-method-text = This address takes another kind of request. Go back and use the form or the link there.
trouble-not-open = This conversation takes no answers now
trouble-not-open-text = It is not open. Nothing was saved.
late-title = This conversation has closed
late-text = “{ $title }”, asked by { $name }, closed before this arrived. It takes no more answers, so this was not saved.
late-text-nobody = “{ $title }” closed before this arrived. It takes no more answers, so this was not saved.
late-question = Back to the question
trouble-sign-in-link = This sign-in link does not work
trouble-sign-in-link-text = It was used already, is older than 15 minutes, or was not copied whole. Ask whoever runs the server for another; on the command line canvass user add with your e-mail address and role prints one.
trouble-answer-first = Answer something first
trouble-answer-first-text = What you say about yourself is kept with your answers, and there are none yet. Nothing was saved.
trouble-conflict = That cannot be done as things stand
conflict-wording-locked = Somebody has answered, so the question, its answers and what readers are asked about themselves stay as they are.
conflict-gate-locked = Somebody has answered, so the rule for who sees results when stays as it is.
conflict-sums-locked = Which answers may be added up is declared before opening, and stays as it is.
conflict-no-more-statements = This conversation is closed: nobody could vote on new statements.
conflict-open-already = This conversation is open already.
conflict-closed-for-good = This conversation is closed and cannot be opened again.
conflict-not-open = This conversation is not open.
conflict-not-closed = Close the conversation first: an edition is of results that are final.
conflict-sealed = The results are sealed until the conversation closes, and this would show them.
conflict-decided = A colleague decided this first, so your decision was not saved.
conflict-changed = The author changed this while you were reading, so we did not save your decision. Read the new version and decide again.
conflict-marked = A colleague has marked this statement already.
conflict-excluded-already = This reader is excluded already.
conflict-others-meant = Nobody was excluded: the number of readers who match has changed. Open the page again and check it.
conflict-not-excluded = This reader is not excluded.
conflict-published = A colleague published this edition first.
conflict-responded = They have responded already.
conflict-withdrawn = This edition was withdrawn already.
conflict-public-already = This conversation is public already.
conflict-not-imported = Only an import can be deleted.
conflict-repeated = Another statement that people can vote on reads the same. Decline this one, or reword it first.
conflict-private = This conversation is not public yet, so no take of it can be published. Make it public first.
conflict-edition-stands = A take of this conversation is published, so it cannot be deleted.
conflict-key-reused = This idempotency key was used for something else.
conflict-full = This conversation has as many texts as it can take.
conflict-answered = Somebody has answered it already, so its wording stays as it is.
trouble-too-large = That was too long
trouble-too-large-text = The form held more than we take. Nothing was saved. Go back and shorten it.
trouble-media-type = We could not read what you sent
trouble-media-type-text = Nothing was saved. Go back and use the form on the page.
trouble-too-slow = That took too long to arrive
trouble-too-slow-text = Your connection may be slow. Nothing was saved. Please send it again.
trouble-too-many = Too many requests
trouble-too-many-text = Nothing was saved. Please wait a minute and try again.
trouble-too-many-changes = You have changed this answer too often
trouble-too-many-changes-text = An answer can be changed ten times an hour. Nothing was saved, and your last answer stands. You can withdraw it now, or change it later.
trouble-too-many-first = Many people have just answered from where you are
trouble-too-many-first-text = To keep one person from answering many times, only so many new readers can answer from one internet connection within an hour. Nothing was saved. Please wait a few minutes and send it again.
trouble-too-early = That was too quick
trouble-too-early-text = Nothing was saved. Please send it again in a second.
trouble-token-expired = This access token has expired
trouble-token-expired-text = Nothing was saved. Ask for a new token and send it again.
trouble-broken = Something broke on our side
trouble-broken-text = The fault is ours and has been recorded. Please try again later.
trouble-busy = We are busy just now
trouble-busy-text = Please try again in a moment. Nothing was saved.
typed-field = In the field “{ $value }”
typed-kept = What you wrote, so that you can keep it
typed-beginning = Only the beginning of what you wrote reached us.
trouble-id = If you write to us about this, please give this number: { $value }
trouble-home = Go to the list of conversations

take-withdrawn = This take was withdrawn on { $date }: { $reason }
take-other-rules = This take was made by an earlier version
take-other-rules-text = Canvass { $value } made it, by rules that this version does not know. To read it, ask the publisher for that version.

## The desk
desk-masthead = Desk
desk-title = Conversations
desk-nav-home = All conversations
desk-nav-queue = What waits
desk-nav-people = People
desk-nav-audit = Audit log
desk-nav-conversation = This conversation
desk-nav-public = As readers see it
desk-sign-out = Sign out
desk-none = There are no conversations yet. Make one on the command line:
desk-conversation = Conversation
desk-state = State
desk-waiting = Waiting
desk-waiting-statements = Statements waiting
desk-waiting-comments = Comments waiting
desk-waiting-reported = Reported
desk-waiting-changed = Changes waiting
desk-waiting-unclear = Notes on unclear words
desk-waiting-responses = Responses due
desk-today = Readers today
desk-participants = Readers
desk-open = Open this conversation
desk-close = Close this conversation
desk-make-public = Make it public
desk-delete = Delete this import
banner-private = Only staff can see this conversation. Make it public at the desk.
desk-queue = Waiting for a decision
desk-queue-empty = Nothing waits.
desk-queue-read-only = Your role can read the queue but not decide.
desk-keys = Keys: J next, K previous, A accept, D decline
desk-statement = Statement { $value }
desk-comment = Comment { $value }
desk-statements-link = Statements
marks-title = What each statement is about
marks-what = Mark statements that describe the readers, such as “I am under 25”. They form no groups and are in no list. Each mark is dated, and the published disclosure counts the marks set after opening.
marks-behind-gate = Readers cannot see the results yet, so no statement can be marked now. You can mark statements after the close.
marks-none = There are no statements.
marks-held = waiting for a decision
marks-declined = declined
marks-is-meta = about the readers
marks-set = Mark as about the readers
marks-lift = Mark as about the topic
desk-reply = Reply { $value }
desk-in-reply = In reply to comment { $value }:
desk-change = The author wants it to read:
desk-change-now = Readers see:
desk-change-accept = Accept the change
desk-change-decline = Decline the change
desk-place = See it where it stands
desk-shown-as = Shown as { $value }.
desk-shown-without = Shown without a name.
desk-quote-name = May be quoted by this name.
desk-quote-first-name = May be quoted by first name and place.
desk-quote-anonymous = May be quoted without a name.
desk-quote-no = May not be quoted.
desk-reported-words = When it was reported it read:
desk-on-option = on answer { $value }
desk-on-statement = on statement { $value }
desk-reported = { $n ->
    [one] Reported by one reader
   *[other] Reported by { $n } readers
}
desk-more-notes = { $n ->
    [one] One more reader wrote a note.
   *[other] { $n } more readers wrote a note.
}
desk-queue-everywhere = Everything that waits in all conversations, the oldest first.
desk-pages = Pages of what waits
desk-page-first = Oldest
desk-page-last = Newest
desk-filter = What to look at
desk-decided = Accepted and declined
desk-decided-title = Accepted and declined: { $value }
desk-decided-comments-accepted = Comments accepted
desk-decided-comments-declined = Comments declined
desk-decided-statements-accepted = Statements accepted
desk-decided-statements-declined = Statements declined
desk-decided-search = Words, or # and a number
desk-decided-search-button = Search
desk-decided-none = There are none.
desk-decided-none-found = No text in this list contains “{ $value }”.
desk-filter-all = Everything
desk-filter-statements = Statements
desk-filter-comments = Comments
desk-filter-reported = Reported
desk-filter-changed = Changes
desk-leave = Leave it as it is
desk-fix = Fix a typo
desk-fix-label = Wording
desk-fix-hint = Possible while nobody has answered it. The meaning must stay.
desk-fix-button = Save the wording
desk-exclude = Exclude this reader
desk-exclude-what = None of this reader’s answers will count in any result, and their comments will not be shown. They are told so. You can let them back in.
desk-exclude-button = Exclude reader { $value }
watch-title = Marked readers
watch-link = Marked readers
watch-sum = Readers with a mark: { $marked } of { $all }.
watch-what = A mark records how answers arrived. It accuses nobody, and marked readers still count. No network address is stored.
mark-burst = Burst
mark-burst-what = Many new readers answered from one internet connection: more than { $short } within 10 minutes, or more than { $day } within a day.
mark-hurried = Hurried
mark-hurried-what = Statements were answered faster than people read.
mark-straight-line = Straight line
mark-straight-line-what = In one visit, a reader answered { $n } or more statements all “agree”, all “disagree”, or the two in alternation.
mark-same-answers = Same answers
mark-same-answers-what = { $others } or more others gave the same answers to { $n } or more statements at about the same time.
mark-many-texts = Many texts
mark-many-texts-what = They wrote { $n } or more statements and comments.
watch-alarm = More marked readers than usual: { $n } since { $since }. The usual rate is { $usual }. They all still count.
watch-usual-few = fewer than 5 an hour
watch-usual = about { $n } an hour
watch-leave = Keep counting them
watch-look = Look at them
watch-arrivals = New readers by the minute
watch-arrivals-none = Nobody answered for the first time in the two hours up to { $value }.
watch-arrivals-said = From { $from } to { $until }, { $n ->
    [one] 1 reader
   *[other] { $n } readers
 } answered for the first time; { $marked ->
    [0] none of them is marked
    [one] 1 of them is marked
   *[other] { $marked } of them are marked
 }. The busiest minute, { $busiest }, brought { $most }. Those marked are dark.
watch-arrivals-table = By the minute
watch-minute = Minute
watch-new = New readers
watch-new-marked = Of these, marked
watch-sources = Since midnight UTC, { $n ->
    [one] 1 new reader has
   *[other] { $n } new readers have
 } come through { $sources ->
    [one] 1 internet connection
   *[other] { $sources } internet connections
 }, { $busiest } of them through the busiest.
watch-marks = Marks
watch-list = List them
watch-exclude = Exclude them
watch-readers = Readers marked “{ $value }”
watch-reader = Reader
watch-reader-marks = Marks
watch-reader-came = First answer
watch-reader-votes = Votes
watch-reader-texts = Texts
watch-reader-exclude = Exclude
watch-by-time = By time of first answer
watch-by-time-what = Readers who first answered at or after the first time and before the second. Times: { $value }.
watch-from = From
watch-until = Before
watch-by-time-button = See how many that excludes
watch-exclusions = Bulk exclusions
watch-exclusion-now = { $n ->
    [one] 1 reader is excluded.
   *[other] { $n } readers are excluded.
}
watch-exclusion-lifted = None of these readers is excluded now.
watch-exclusion-lift = Reinstate them
ground-mark = Marked “{ $value }”
ground-came = First answered from { $from } to { $until }
ground-reader = One reader
ground-rule = Rule: { $value }
exclude-title = Exclude readers
exclude-n = { $n ->
    [0] No reader to exclude: none matches, or all who match are excluded already.
    [one] 1 reader would be excluded.
   *[other] { $n } readers would be excluded.
}
exclude-what = None of their answers will count, and their texts will not be shown. Texts removed from the queue: { $value }. Readers see how many are excluded. You can reverse this.
exclude-poll-hidden = The result without them is suppressed: results are sealed until the close, or the figures could reveal how a few readers answered.
exclude-reason = Why
exclude-reason-hint = Only staff see your reason. Readers see how these people were chosen, such as “Burst”, and how many there are.
exclude-button = Exclude { $n ->
    [one] 1 reader
   *[other] { $n } readers
 }
exclude-no-reason = Say why, in at most 600 characters.
exclude-others-meant = Nobody was excluded: the number of readers who match has changed. Check the new number, then confirm.
exclude-no-minutes = Give two times in whole minutes, the second after the first.
watch-office = An office or a classroom
watch-office-what = Open this when you expect many readers behind one internet connection, such as a newsroom, a class or a meeting. While it is open, nobody gets the mark “burst”. The audit log records it.
watch-office-off = The usual limits apply: { $once } new readers at once from one connection, then { $hour } an hour.
watch-office-until = Many readers can answer from one connection until { $value }.
watch-office-hours = Expect many readers for
watch-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
watch-office-button = Open
watch-office-end = Go back to the usual limits
desk-excluded = Excluded readers
desk-excluded-reader = Reader { $value }
desk-let-in = Let back in
desk-page-next = Next
desk-page-previous = Previous
desk-accept = Accept
desk-decline = Decline
desk-rule = The rule it breaks
desk-reason = More words for the author
desk-reason-hint = Optional. The author reads the rule and these words under “Your answers”. Other readers see only how many texts were declined under each rule.
desk-text-link = Everything the desk can do
desk-bulk = Decline several at once
desk-bulk-hint = Tick texts below, then choose the rule they break. Each author reads the rule and your words.
desk-bulk-tick = Tick to decline with others
desk-bulk-button = Decline what is ticked
desk-bulk-none = Tick at least one text.
desk-bulk-left = Some texts were left as they are
desk-bulk-declined = { $n ->
    [0] No text was declined.
    [one] 1 text was declined.
   *[other] { $n } texts were declined.
}
desk-bulk-changed = { $value }: the author changed it meanwhile. Read it again.
desk-bulk-decided = { $value }: somebody has decided on it already.
desk-bulk-no-such-rule = { $value }: its conversation has no such rule.
desk-response-waits = Asked to respond by { $day }: { $who }
desk-response-overdue = Response overdue since { $day }: { $who }
desk-decline-button = Decline under this rule
desk-wording = Wording
desk-wording-how = What a reader may stumble over. This is found by lists of words, is wrong at times, and stops nothing.
desk-wording-none = The wording check found nothing. It reads words, not sense: have somebody else read it too.
desk-wording-language = The wording check reads English only, so it has not read this conversation.
desk-wording-question = Question
desk-wording-option = Option { $value }
desk-wording-background = Background
desk-wording-more = { $n ->
    [one] { $n } more warning is not shown here.
   *[other] { $n } more warnings are not shown here.
}
desk-facts = About this conversation
fact-gate = Who sees results when
fact-results = Results now
fact-results-link = You can see them
fact-change = What would change the headline
fact-admission = New statements
fact-times = Times
fact-version = Version of the wording
fact-map = Opinion map
map-few = Not yet: it needs 15 readers who voted, and 5 statements with votes
map-waits = Is being made
map-made = Made { $ago } ago, in { $took }
map-failed = { $n ->
    [one] Could not be made; it is tried again
   *[other] Could not be made { $n } times in a row; it is tried again
}
span-ms = { $n } ms
span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
fact-organiser = Organiser
fact-contact = Contact
fact-privacy = Privacy notice
gate-always = Anyone, at any time
gate-after-vote = Readers once they have answered
gate-at-close-rule = Staff now, readers once it is closed
gate-sealed = Nobody, staff included, until it is closed
admission-hold = Wait for a decision
admission-show = Are shown at once
role-owner = Owner
role-editor = Editor
role-moderator = Moderator
role-analyst = Analyst
role-owner-may = does everything, and looks after people
role-editor-may = makes, opens and closes conversations
role-moderator-may = decides what waits, and excludes readers
role-analyst-may = reads
people-title = People
people-list = Everybody on the staff
people-me = you
people-fresh = Sign-in link for { $email } ({ $role })
people-fresh-hint = Pass it on by a way that only they read. It works once, for 15 minutes, and is shown only here and now.
people-link = New sign-in link
people-role = Change role
people-role-label = Role
people-role-button = Change the role
people-remove = Remove
people-add = Add somebody
people-email = E-mail address
people-add-button = Add and make a sign-in link
people-bad-address = Type an e-mail address, such as name@example.org.
people-not-done = Nothing was changed
people-last-owner = This is the last owner. Make somebody else an owner first.
people-remove-title = Take { $value } off the staff?
people-remove-what = They are signed out everywhere at once, and links they have not used stop working.
people-remove-keeps = What they did stays in the audit log under their address. You can add them again.
people-remove-button = Take them off the staff
audit-title = Audit log
audit-what = What staff did, the newest first. Looking at something is not noted, but for taking along the file with a whole log; no reader’s words are.
audit-of = Conversation
audit-all = All, and people
audit-show = Show
audit-none = Nothing is noted here yet.
audit-when = When
audit-act = What
audit-who = Who
audit-command-line = Command line
audit-version = Version { $value }
audit-edition = Edition { $value }
audit-response = Response { $value }
audit-unclear = Note { $value } on what is unclear
audit-mail-on = E-mail on
audit-mail-off = E-mail off
audit-pages = Pages of the log
audit-newest = Newest
audit-older = Older
audit-csv = Download as CSV
act-decide = Decided
act-open = Opened
act-close = Closed
act-make-public = Made an import public
act-leave-marked = Left marked readers as they are
act-lift-exclusion = Reinstated readers excluded together
audit-exclusion = Exclusion { $value }
audit-readers = { $n ->
    [one] 1 reader
   *[other] { $n } readers
 }
audit-office-off = usual limits
audit-office-until = until { $value }
act-office-hours = Changed how many can answer from one connection
act-delete = Deleted an import
act-create = Made
act-import = Brought in
act-revise = Changed wording or rules
act-add-statement = Added a statement
act-reword = Fixed a typo
act-mark-meta = Marked a statement as about the readers
act-unmark-meta = Marked a statement as about the topic
act-close-reports = Left a reported text as it is
act-ban = Excluded readers
act-reinstate = Let a reader back in
act-add-person = Added
act-change-role = Changed a role
act-remove-person = Removed
act-make-sign-in-link = Made a sign-in link
act-set-mail = Chose whether to be told by mail
act-draft-edition = Drafted a take
act-write-edition = Saved a take
act-publish-edition = Published an edition
act-discard-edition = Discarded a draft
act-withdraw-edition = Withdrew an edition
act-decide-change = Decided on a change
act-take-private-bundle = Downloaded the file with the whole log
act-clarify = Published a clarification
act-settle-unclear = Settled what was unclear
act-ask-response = Asked for a response
act-keep-response = Published a response
act-bring-in-comments = Brought in comments published elsewhere
act-other = Did something that this version does not know
act-sign-in = Signed in
act-sign-out = Signed out
sign-in-title = Sign in to the desk
sign-in-how = The desk is opened by a link. An owner makes one at the desk, under People; whoever runs the server makes one on the command line:
sign-in-link-life = The link works once, for 15 minutes.
sign-in-confirm = Press the button to sign in from this browser. The link then stops working.
sign-in-button = Sign in

# What readers say
comments-title = What readers say
comments-page-title = What readers say: { $value }
comments-thread = Comment { $value } and the replies around it
comments-list = Comments
comments-count = { $n ->
    [0] No comments yet.
    [one] 1 comment.
   *[other] { $n } comments.
}
comments-link = Go to the comments
comments-all = All comments
comments-none = Nobody has said anything here yet.
comments-closed = This conversation is closed. Its comments can be read; no more are taken.
comments-more = { $n ->
    [one] Show 1 more reply
   *[other] Show { $n } more replies
}
order-by = Show first
order-newest = Newest
order-oldest = Oldest
say-why = Say why
n-reasons = { $n ->
    [one] 1 reason
   *[other] { $n } reasons
}
reasons-which = given for statement { $value }
about-conversation = On the conversation as a whole
about-option = On the answer “{ $value }”
about-statement = On the statement “{ $value }”
about-statement-gone = On a statement that is no longer shown
comment-a-reader = A reader
comment-yours = yours
comment-staff = Staff
comment-number = Comment
comment-edited = edited
comment-in-reply = in reply to #{ $value }
comment-erased = Erased by its author.
comment-taken-out = Taken out by the desk.
comment-not-shown = Not shown.
comment-held = Waits for the desk. Only you see it.
comment-appears-after = { $n ->
    [one] Only you can see this for now. Others will see it when one more person has answered.
   *[other] Only you can see this for now. Others will see it when { $n } more people have answered.
}
comment-declined = Declined. Only you see it; the reason is under “Your answers”.
comment-reply = Reply
comment-edit = Change
comment-report = Report
comment-erase = Erase
comment-see = See it in its thread
comment-which = (comment { $value })
comment-write = Write a comment
comment-text = Your comment
comment-send = Send your comment
comment-reply-title = Reply
comment-reply-text = Your reply
comment-reply-send = Send your reply
comment-edit-title = Change your comment
comment-edit-hint = It can be changed for five minutes. Others see that it was edited.
comment-edit-text = Your comment
comment-edit-send = Save the change
comment-hint = Say what you think and why. Leave out what identifies somebody else.
comment-limit = At most { $value } characters.
comment-name = Your name (optional)
comment-place = Your place (needed only to be quoted with first name and place)
quote-title = May the organiser quote you?
quote-hint = If you give a name, it appears above your comment unless you choose “without a name”. An unnamed quote may also show your answer, if enough others share it; a named quote never does. You can delete the comment at any time.
quote-no = No, do not quote me
quote-anonymous = Yes, without a name
quote-first-name-and-place = Yes, with my first name and place
quote-name = Yes, with my name
report-statement-title = Report this statement
report-statement = Report
report-statement-which = (statement { $value })
report-why = Why you report it
report-title = Report this comment
report-hint = Somebody at the desk looks at it. Its author does not learn who reported it.
report-rule = The rule it breaks
report-choose = Choose a rule
report-note = Anything the desk should know (optional)
report-send = Send the report
moderation-title = The rules, and what was declined
moderation-elsewhere = These texts were collected elsewhere. We do not know which rules applied there, nor whether texts were checked before they appeared.
moderation-intro = We decline statements and comments that break one of these rules, and for no other reason.
moderation-declined = { $n ->
   *[other] { $n } declined
}
moderation-no-rule = Declined before there were rules
moderation-statements = Statements from readers: { $sent } sent in, { $shown } shown, { $held } waiting, { $declined } declined.
moderation-comments = Comments: { $sent } sent in, { $shown } accepted, { $held } waiting, { $declined } declined.
moderation-excluded = { $n ->
    [0] Nobody is excluded.
    [one] 1 reader is excluded: nothing of theirs counts in any result.
   *[other] { $n } readers are excluded: nothing of theirs counts in any result.
}

## The desk: a conversation in a form
edit-heading-new = A new conversation
edit-heading = Edit: { $value }
edit-new-lead = Only the headline is needed to begin. Nobody but staff sees a draft.
edit-from-file = Start from a conversation file
edit-parts = Parts of this form
edit-optional = Optional
edit-nothing = Left empty
edit-full = That is as many as there may be: { $n }.
edit-part-story = What it is about
edit-title = Headline
edit-title-hint = Up to 200 characters.
edit-slug = Name in addresses
edit-slug-hint = Small letters, digits and hyphens, such as night-bus. Left empty, it is made from the headline. It cannot be changed later.
edit-language = Language of the texts
edit-language-hint = A language tag, such as en, en-GB or cy.
edit-background = Background
edit-background-hint = What readers should know first, in Markdown. The first paragraph is shown, the rest unfolds.
edit-story-url = Address of the story
edit-story-url-hint = Optional. The article that this conversation belongs to.
edit-story-title = Title of the story
edit-topics = Topics
edit-topics-hint = Optional. One on each line, up to 8, such as Transport.
edit-part-organiser = Who asks
edit-part-organiser-hint = A conversation cannot open without an organiser, a contact and a privacy notice.
edit-organiser-name = Organiser
edit-organiser-contact = Contact
edit-organiser-contact-hint = One e-mail address, or one web address that begins with https://.
edit-organiser-privacy-url = Address of the privacy notice
edit-part-poll = The question
edit-part-poll-hint = The headline question. Leave all of it empty where there are only statements.
edit-poll-question = Question
edit-poll-kind = Answers
edit-poll-kind-hint = Where readers may choose several, shares can add up to more than 100%.
edit-poll-kind-single = Readers choose one
edit-poll-kind-multiple = Readers choose one or more
edit-poll-option = Option { $value }
edit-poll-option-add = Add an option
edit-poll-option-remove = Remove option { $value }
edit-poll-option-raise = Move option { $value } up
edit-poll-option-text = Wording
edit-poll-option-condition = Condition
edit-poll-option-condition-hint = Optional. Where the option is support on a condition, name it: “resourced”.
edit-poll-addition = Sum { $value }
edit-poll-addition-add = Declare a sum
edit-poll-addition-remove = Remove sum { $value }
edit-poll-addition-options = Answers to add up
edit-poll-addition-options-hint = By number: 1, 2. Only sums declared before opening can be published.
edit-poll-addition-text = What the sum may be called
edit-poll-addition-text-hint = Such as: with some support.
edit-part-statements = Statements and comments
edit-part-statements-hint = Short sentences that readers agree or disagree with, one at a time.
edit-statement = Statements to begin with
edit-statement-hint = One on each line, up to 280 characters.
edit-statement-more-hint = To add more, write one on each line, up to 280 characters. Readers can vote on them at once.
edit-statement-meta = Statements about the readers themselves
edit-statement-meta-hint = One on each line, such as “I live in the city”. They form no groups and are in no list.
edit-settled = These are out there and keep their wording:
edit-settled-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
edit-new-statements = Statements that readers add
edit-new-statements-hold = { admission-hold }
edit-new-statements-show = { admission-show }
edit-comments = Comments
edit-comments-off = Are not taken
edit-comments-hold = { admission-hold }
edit-comments-show = { admission-show }
edit-part-rules = Rules for what readers write
edit-part-rules-hint = Readers see these rules. What the desk declines it declines under one of them. Without rules of your own, the common ones apply.
edit-rule = Rule { $value }
edit-rule-add = Add a rule
edit-rule-remove = Remove rule { $value }
edit-rule-key = Short name in data
edit-rule-key-hint = Small letters, digits and hyphens, such as off-topic.
edit-rule-text = What is not taken
edit-rule-text-hint = In words for readers.
edit-part-terms = Terms
edit-part-terms-hint = Words explained where they stand in the question, the options and the background.
edit-term = Term { $value }
edit-term-add = Add a term
edit-term-remove = Remove term { $value }
edit-term-word = Word or phrase
edit-term-text = What it means here
edit-part-figures = Figures from elsewhere
edit-part-figures-hint = Numbers that somebody else published. What the source does not state is shown as not stated.
edit-figure = Figure { $value }
edit-figure-add = Add a figure
edit-figure-remove = Remove figure { $value }
edit-figure-key = Short name in data
edit-figure-key-hint = Such as no-crime-share.
edit-figure-value = The figure
edit-figure-value-hint = As published, with its unit: 45%, 5.9 hours, £2.1 million, 7 January.
edit-figure-n = How many cases it rests on
edit-figure-base = What it measures
edit-figure-period = The time it covers
edit-figure-definition = How the source defines what was counted
edit-figure-source = Source
edit-figure-url = Where the source says so
edit-figure-status = How far it has been checked
edit-figure-status-hint = Optional. Such as: as published; not checked with the source.
edit-part-attributes = About the reader
edit-part-attributes-hint = What readers may say about themselves, after an answer and with a consent of its own. Ask little, and coarsely.
edit-attribute = Question about the reader { $value }
edit-attribute-add = Add a question about the reader
edit-attribute-remove = Remove question { $value }
edit-attribute-key = Short name in data
edit-attribute-key-hint = Small letters, digits and underscores, such as role.
edit-attribute-question = Question
edit-attribute-options = Answers to choose from
edit-attribute-options-hint = One on each line, 2 to 40.
edit-part-results = Results and times
edit-gate = Who sees results
edit-gate-hint = The first answer locks it.
edit-gate-always = { gate-always }
edit-gate-after-vote = { gate-after-vote }
edit-gate-at-close = { gate-at-close-rule }
edit-gate-sealed = { gate-sealed }
edit-design = Who is asked
edit-design-hint = Invitations are not there yet, so only a conversation for anyone can open.
edit-design-open = Anyone
edit-design-list = Everybody on a list
edit-design-sampled = A sample drawn from a list
edit-opens-at = Opens by itself
edit-limits-first-answers-per-address = First answers at once from one connection
edit-limits-first-answers-per-address-hint = How many new readers behind one internet connection can answer straight away. If you leave it empty, the server’s setting applies (10 unless changed).
edit-limits-first-answers-per-hour = First answers an hour from one connection
edit-marks = When readers are marked
edit-marks-hint = One threshold a line, such as “burst_day = 30”. Leave it empty for the usual ones. The documentation lists them.
edit-limits-first-answers-per-hour-hint = How many more can answer each hour after that. If you leave it empty, the server’s setting applies (30 unless changed).
edit-time-zone = Time zone
edit-time-zone-hint = A region and city, such as Europe/London. All times, here and for readers, use this zone. If you leave it empty, we use UTC.
edit-opens-at-hint = Date and time in the time zone above. If you leave this empty, an editor opens the conversation by hand.
edit-closes-at = Closes by itself
edit-closes-at-hint = Date and time in the time zone above. If you leave this empty, an editor closes the conversation by hand.
edit-locked-address = Its address is out there, so it stays.
edit-locked-answered = Readers have answered this, so it stays as it is. Their answers would otherwise count for words they never saw.
edit-locked-opened = It has opened, so this is settled.
edit-locked-closed = It is closed, and stays closed.
edit-typed = You typed: { $value }
edit-part-save = Save
edit-makes-draft = This makes a draft. It opens when somebody opens it at the desk, or at the time you gave.
edit-changes-draft = It is a draft and nobody has answered: saving changes it in place.
edit-changes-open = Nobody has answered yet: saving changes it in place, and readers see it at once.
edit-makes-version = { $n ->
    [0] Answers were given to version { $version }. Saving a change makes version { $next }; readers see it at once.
    [one] { $readers } reader has answered, up to version { $version }. Saving a change makes version { $next }; readers see it at once, and that answer keeps the version it was given to.
   *[other] { $readers } readers have answered, up to version { $version }. Saving a change makes version { $next }; readers see it at once, and those answers keep the version they were given to.
}
edit-save-new = Make the draft
edit-save = Save the changes
edit-save-version = Save as version { $next }
edit-check = Look it over without saving
edit-checked = Nothing is wrong with it. It is not saved yet.
edit-preview = Preview as a reader
edit-new-tab = (in a new tab)
edit-leave = Leave without saving
edit-overtaken = This has changed since you opened the form, so yours is not saved
edit-overtaken-what = Your text is still here, below. Compare it with what is stored now; saving again puts yours in its place.
edit-stored-now = Stored now, where yours differs
edit-file-lead = A conversation file says all that this form asks for, in TOML. It fills the form; nothing is stored before you save.
edit-file-choose = Choose a file
edit-file-paste = Or paste its text
edit-file-hint = Where a file is chosen, it is used instead. At most 1 MB.
edit-file-button = Fill the form
edit-file-without = Start with an empty form
edit-file-wrong = The file cannot be used yet
desk-new = New conversation
desk-edit = Edit
desk-preview = Preview as a reader
desk-file = Conversation file (TOML)
said-made = The draft is made. Read it as a reader would before you open it.
said-saved = It is saved.
said-version = It is saved as a new version.
said-unchanged = Nothing was different, so nothing was saved.
banner-preview = This is a preview: only staff see it, and nothing can be answered.
banner-preview-wrong = { $n ->
    [one] { $n } thing is still to be mended before it can be saved.
   *[other] { $n } things are still to be mended before it can be saved.
}

## Told by mail when results are final
notice-title = Tell me when the results are final
notice-what = Leave an e-mail address. We first send a letter with a link, so that nobody can sign you up. Once the results are written up and published, or a week after the close if nothing is, you get one letter, and no other.
notice-address = Your e-mail address
notice-kept = It is kept apart from your answers and is forgotten once that letter is on its way. An address that nobody confirms is forgotten after three days.
notice-button = Send me the link
notice-back = Back to the question
notice-no-address = This is no e-mail address: it needs a name, an @ and a host, such as name@example.org.
notice-posted = Thank you. If that address takes letters, one with a link is on its way. Open it to confirm.
notice-link = Tell me by e-mail when the results are final
notice-confirm-what = Confirm that you want one letter when the results are final.
notice-confirm = Yes, tell me
notice-confirmed = Confirmed. You get one letter when the results are final.
notice-end-what = You will get one letter when the results are final. You can end that here; the address is then forgotten.
notice-end = Do not tell me
notice-nothing = No address is kept here, so no letter will come.

## Letters
letter-sign-in-subject = Your link to sign in
letter-sign-in =
    Somebody, probably you, asked for a link to sign in at the desk:

    { $value }

    It works once, within 15 minutes. If it was not you, do nothing: without the link nobody can sign in.
letter-waiting-subject = { $n ->
    [one] One text waits at the desk
   *[other] { $n } texts wait at the desk
}
letter-waiting = Readers sent what needs a decision:
letter-waiting-line = { $title }: { $n } waiting
letter-waiting-stop =
    You get at most one of these letters an hour. To get none, say so at the desk:
    { $value }
letter-unusual-subject = Unusually many marked readers: “{ $value }”
letter-unusual =
    Since { $since }, { $n ->
        [one] 1 reader of “{ $title }” has been
       *[other] { $n } readers of “{ $title }” have been
    } marked as possibly not independent of each other. That is more than usual. They all still count. See the marked readers:
letter-unusual-stop =
    We send one such e-mail each time this starts. To stop these e-mails, change the setting at the desk:
    { $value }
letter-confirm-subject = Please confirm: results of “{ $value }”
letter-confirm =
    Somebody, probably you, wants this address to get one letter when the results of “{ $title }” are final. To confirm, open this link and press the button:

    { $url }

    If it was not you, do nothing. Without the button no other letter comes, and the address is forgotten after three days.
letter-take-subject = Readers’ take: { $value }
letter-take =
    “{ $title }” is closed, and what readers said is written up and published:

    { $url }

    You asked for this letter. It is the only one: the address is forgotten already.
letter-results-subject = Results: { $value }
letter-results =
    “{ $title }” is closed, and its results are final:

    { $url }

    You asked for this letter. It is the only one: the address is forgotten already.

## Signing in by mail
sign-in-mail-what = Enter the address that you are known by here. If it may sign in, a letter with a link is on its way.
sign-in-mail-address = E-mail address
sign-in-mail-button = Send me a link
sign-in-mail-posted = If that address may sign in here, a letter with a link is on its way. The link works once, within 15 minutes.
sign-in-mail-else = No letter? Whoever runs the server can print a link:
desk-mail-on = You are told by mail when something waits, at most once an hour.
desk-mail-off = You are not told by mail when something waits.
desk-mail-start = Tell me
desk-mail-stop = Do not tell me

## The take: what a fact says
take-not-stated = not stated
take-cited = What it measures: { $base }. Cases: { $n }. Period: { $period }. Definition: { $definition }. Source: { $source }. Status: { $status }.
fact-participants = people who took part
fact-voters = people who voted on a statement
fact-votes = votes on all statements, whatever became of them
fact-votes-accepted = votes on accepted statements
fact-statements = statements with votes, whatever became of them
fact-statements-accepted = accepted statements with votes
fact-grouped = people in a group
fact-groups = groups of people who voted alike
fact-came = of those whose way here is known, came from a page of { $host }
fact-came-base = people whose way here is known
fact-excluded = readers who count in nothing
fact-comments-read = comments read for quotes
fact-comments-quotable = comments whose authors let them be quoted
fact-comments-elsewhere = comments published elsewhere that were read
fact-opened = day on which it opened
fact-closed = day on which it closed
fact-first = day of the first answer
fact-last = day of the last answer
fact-who = who answered
fact-poll-n = readers who answered the question
fact-question = the question
fact-option-text = an answer’s wording
fact-option = chose “{ $text }”, of { $base } who answered
fact-sum-text = what the sum may be called
fact-sum = { $text }, of { $base } who answered; a declared sum
fact-statement-text = a statement
fact-statement-n = people who voted on the statement
fact-side = { $side }: “{ $text }”, of { $base } who voted on it
fact-side-group = { $side }: “{ $text }”, of { $base } in group { $group } who voted on it
fact-group = in group { $group }, of { $base } in a group
fact-group-option = chose “{ $text }”, of { $base } in group { $group } who answered the question
fact-about-text = an answer about oneself
fact-about-unsaid = answered the question and said nothing of: { $value }
fact-about-n = answered the question and said of themselves: { $value }
fact-about-option = chose “{ $text }”, of { $base } who said of themselves: { $value }
fact-figure-part = what is known of a figure from elsewhere
fact-theme-name = a theme’s name
fact-theme-n = comments and statements on: { $name }
fact-theme-authors = people who commented here on: { $name }
fact-theme-option = chose “{ $cell }”, of { $base } who commented here on: { $name }
fact-theme-group = are in group { $cell }, of { $base } who commented here on: { $name }

## The take: its first draft. Numbers are references only.
take-and = { $before } and { $last }
take-people = readers
take-person = reader
take-people-first = Readers
take-people-elsewhere = participants
take-person-elsewhere = participant
take-people-elsewhere-first = Participants
take-headline-split = { $People } are split on “{ $topic }”
take-headline-most = Most { $people } who answered chose “{ $option }”
take-headline-leader = { $People } on “{ $topic }”: “{ $option }” is chosen more than any other answer
take-headline-few = What { $people } said on “{ $topic }”
take-headline-statements = “{ $topic }”: what { $people } share and where they part
take-standfirst = Of { "{poll.n}" } { $people } who answered, { $parts }.
take-standfirst-few = { $n ->
    [one] { "{poll.n}" } { $person } answered: { $parts }.
   *[other] { "{poll.n}" } { $people } answered: { $parts }.
}
take-standfirst-none = Nobody answered.
take-standfirst-part = { "{" }poll.option.{ $option }.share{ "}" } chose “{ "{" }poll.option.{ $option }.text{ "}" }”
take-standfirst-statements = { $participants ->
    [one] { "{participants}" } { $person } took part
   *[other] { "{participants}" } { $people } took part
} and cast { $votes ->
    [one] { "{votes.accepted}" } vote
   *[other] { "{votes.accepted}" } votes
} on { $statements ->
    [one] { "{statements.accepted}" } accepted statement
   *[other] { "{statements.accepted}" } accepted statements
}.
take-shares = How { $people } answered
take-share = { "{" }poll.option.{ $option }.share{ "}" } of { $people } who answered, { "{" }poll.option.{ $option }.n{ "}" } of { "{poll.n}" }, chose “{ "{" }poll.option.{ $option }.text{ "}" }”.
take-share-few = { $n ->
    [one] { "{" }poll.option.{ $option }.n{ "}" } of { "{poll.n}" } { $person } who answered chose “{ "{" }poll.option.{ $option }.text{ "}" }”.
   *[other] { "{" }poll.option.{ $option }.n{ "}" } of { "{poll.n}" } { $people } who answered chose “{ "{" }poll.option.{ $option }.text{ "}" }”.
}
take-condition = This answer carries a condition: { $condition }.
take-sum = { "{" }poll.sum.{ $sum }.share{ "}" } chose an answer { "{" }poll.sum.{ $sum }.text{ "}" }; that these answers may be added up was declared before the question opened.
take-sum-elsewhere = { "{" }poll.sum.{ $sum }.share{ "}" } chose an answer { "{" }poll.sum.{ $sum }.text{ "}" }, a sum that came with the data.
take-several = { $People } could choose more than one answer, so shares do not add up to a whole.
take-who = Who answered
take-about = { $People } could say something about themselves. They were asked: “{ $question }”
take-about-elsewhere = The data has { $people }’ answers to this: “{ $question }”
take-about-more = They were also asked: “{ $question }”
take-about-line = - { "{" }about.{ $place }.text{ "}" }: { "{" }about.{ $place }.n{ "}" }
take-about-hidden = - { "{" }about.{ $place }.text{ "}" }: too few to show, or kept back with them
take-about-unsaid = - Said nothing of this: { "{" }about.{ $attribute }.unsaid.n{ "}" }
take-about-unsaid-hidden = - Said nothing of this: kept back with the lines above
take-about-gaps = Who could have answered and did not is not known.
take-about-nothing = { $People } were not asked who they are, so nothing is said here of any profession or part of society.
take-groups = Groups that voted alike
take-groups-lead = The method sorts these { "{grouped}" } people into { "{groups}" } groups; it does so with votes given at random too. Their sizes: { $sizes }. Groups describe how these people voted and stand for nobody else.
take-group-size = group { $group } ({ "{" }group.{ $group }.n{ "}" })
take-telling = - In group { $group }, { "{" }group.{ $group }.statement.{ $statement }.{ $side }.share{ "}" } { $side } that “{ "{" }statement.{ $statement }.text{ "}" }”
take-shared = What they share
take-shared-none = No statement is answered alike clearly enough to be listed here. The rule stands under “How this was worked out”.
take-shared-none-compared = None of the statements with enough answers to compare is answered alike clearly enough to be listed here.
take-divides = What divides them
take-divides-none = No statement divides them clearly enough to be listed here.
take-divides-none-compared = None of the statements with enough answers to compare divides them clearly enough to be listed here.
take-finding = - “{ "{" }statement.{ $statement }.text{ "}" }” { "{" }statement.{ $statement }.agree.share{ "}" } agree, { "{" }statement.{ $statement }.disagree.share{ "}" } disagree.
take-finding-groups = - “{ "{" }statement.{ $statement }.text{ "}" }” { $groups }
take-group-side = Group { $group }: { "{" }group.{ $group }.statement.{ $statement }.{ $side }.share{ "}" } { $side }.
take-quotes = In { $people }’ words
take-quotes-lead = { $read ->
    [one] { "{comments.read}" } comment was read; { "{comments.quotable}" } may be quoted. Quotes say what somebody said, and nothing of how many think so.
   *[other] { "{comments.read}" } comments were read; the authors of { "{comments.quotable}" } let them be quoted. Quotes say what somebody said, and nothing of how many think so.
}
take-quotes-elsewhere = { $n ->
    [one] { "{comments.elsewhere}" } comment published elsewhere was read too, and is quoted as such.
   *[other] { "{comments.elsewhere}" } comments published elsewhere were read too, and are quoted as such.
}
take-theme = { "{" }theme.{ $theme }.n{ "}" } comments and statements speak of this.
take-theme-comments = { "{" }theme.{ $theme }.n{ "}" } comments speak of this.
take-theme-spread = Of { "{" }theme.{ $theme }.authors{ "}" } people who commented on it here, { $parts }.
take-theme-spread-more = Of the same { "{" }theme.{ $theme }.authors{ "}" }, { $parts }.
take-theme-option = { "{" }theme.{ $theme }.option.{ $cell }.n{ "}" } chose “{ "{" }poll.option.{ $cell }.text{ "}" }”
take-theme-group = { "{" }theme.{ $theme }.group.{ $cell }.n{ "}" } are in group { $cell }
take-themes = What was spoken of
take-themes-lead = Comments and statements were gathered by the words they share. The number is how many speak of each.
take-themes-lead-comments = Comments were gathered by the words they share. The number is how many speak of each.
take-theme-line = - { "{" }theme.{ $theme }.name{ "}" }: { "{" }theme.{ $theme }.n{ "}" }
take-terms = Words used here
take-figures = Figures from elsewhere
take-figures-lead = These were not measured here. They are not to be set against the answers above.
take-figure = - { "{" }figure.{ $key }{ "}" }: { "{" }figure.{ $key }.about{ "}" }. Source: { "{" }figure.{ $key }.source{ "}" }. Status: { "{" }figure.{ $key }.status{ "}" }.
take-next = What happens next
take-next-response = A response is due by { $due } from: { $addressee }. It is shown on this page.
take-next-none = Nobody has been asked for a response yet. A response, corrections and clarifications are dated and shown on this page.
take-method = How this was worked out
take-method-headline = A headline drafted here says that readers are split where no answer has half of those who answered and the two chosen most lie within { $points } percentage points of each other; it says “most” of more than half, and names nobody who was not asked about.
take-method-quotes = What stands beside a name says nothing of how its author voted. How those who wrote of a theme answered is told where at least { $least } share an answer and the rest are nobody or as many.

## The take: the disclosure card
disclosure-sponsor = Who asked
disclosure-funder = Who paid
disclosure-conductor = Who ran it
disclosure-contact = Contact
disclosure-design = How people came to be asked
disclosure-population = Whom it is about
disclosure-coverage = Who could not be reached
disclosure-recruitment = Where the question was asked
disclosure-incentive = What people got for it
disclosure-mode = How people answered
disclosure-languages = Language
disclosure-times = Dates
disclosure-published = Published
disclosure-wording = Exact wording
disclosure-context = What stood beside the question
disclosure-order = Order
disclosure-eligibility = Who could answer
disclosure-assurance = How it is known who answered
disclosure-sizes = How many answered
disclosure-missing = What was left unanswered
disclosure-precision = Precision
disclosure-answers-to-change = What would change the headline
disclosure-demographics = What was asked about people
disclosure-weighting = Weighting
disclosure-analysis = Method and version
disclosure-independence = Possibly not independent
disclosure-quality = Quality checks
disclosure-moderation = Moderation
disclosure-marks = Statements about the readers
disclosure-suppression = What is kept back
disclosure-machine = Who wrote the text
disclosure-limitations = Limits
disclosure-licence = Licence
disclosure-corrections = Corrections
disclosed-unknown-elsewhere = Not known: the answers were collected elsewhere.
disclosed-unknown-synthetic = Not stated: a program made up these participants.
disclosed-design-open = Open: anyone, anywhere, who came across the question could answer. Nobody was selected.
disclosed-design-list = Everybody on a list was invited.
disclosed-design-sampled = People were drawn at random from a list and invited.
disclosed-population = Readers who chose to answer, and nobody else.
disclosed-population-synthetic = Participants that a program made up, and visitors who tried this out. They stand for nobody.
disclosed-coverage = Not covered: people who did not see the question or did not answer. How many is not known.
disclosed-recruitment = Asked alongside “{ $place }” and wherever the link was shared.
disclosed-mode = Online (browser or app), by readers themselves.
disclosed-times = Opened { $opened }; first answer { $first }, last { $last }; closed { $closed } ({ $zone }).
disclosed-times-elsewhere = First answer { $first }, last { $last } ({ $zone }). When it opened and closed is not known.
disclosed-wording = { $n ->
    [one] { $asked } { $n } version of the wording, word for word in the data.
   *[other] { $asked } { $n } versions of the wording, word for word in the data.
}
disclosed-wording-statements = { $n ->
    [one] Statements to agree or disagree with, word for word in the data ({ $n } version).
   *[other] Statements to agree or disagree with, word for word in the data ({ $n } versions).
}
disclosed-wording-elsewhere = { $asked } As it came with the data. Whether the wording ever changed is not known.
disclosed-wording-statements-elsewhere = Statements to agree or disagree with, as they came with the data. Whether their wording ever changed is not known.
disclosed-context-none = Nothing else was shown with it.
disclosed-context-background = Shown with it: the background, word for word in the data.
disclosed-context-terms = { $n ->
    [one] Shown with it: { $n } explained term, word for word in the data.
   *[other] Shown with it: { $n } explained terms, word for word in the data.
}
disclosed-context = { $n ->
    [one] Shown with it: the background and { $n } explained term, word for word in the data.
   *[other] Shown with it: the background and { $n } explained terms, word for word in the data.
}
disclosed-order = Statements one at a time, at random from those not yet answered or skipped: { $even }% of the chance even, the rest guided by earlier votes or, before a reader could see results, by how often each was shown. Showings are logged with their probability, except to readers who never answered and some under heavy load. A statement can also be answered without one.
disclosed-order-synthetic = A program made up who was shown what. Visitors get statements at random: { $even }% of the chance is even, the rest is guided by earlier votes.
disclosed-eligibility = Each browser or access key counts once, so one person can count twice.
disclosed-assurance = No sign-in: we do not know who readers are.
disclosed-sizes = { $participants } took part: { $ballots } answered the question; { $voters } voted on statements. They cast { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
} on { $statements ->
    [one] { $statements } accepted statement
   *[other] { $statements } accepted statements
}.
disclosed-sizes-poll = { $participants } took part: { $ballots } answered the question.
disclosed-sizes-statements = { $participants } took part: { $voters } voted on statements. They cast { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
} on { $statements ->
    [one] { $statements } accepted statement
   *[other] { $statements } accepted statements
}.
disclosed-missing-ballots = { $n ->
    [0] Nobody voted without answering the question.
    [one] { $n } person voted without answering the question.
   *[other] { $n } people voted without answering the question.
}
disclosed-missing-skipped = { $n ->
    [0] No statement was skipped.
    [one] Statements were skipped once.
   *[other] Statements were skipped { $n } times.
}
disclosed-precision = No precision can be stated, because readers selected themselves.
disclosed-precision-elsewhere = No precision can be stated, because we do not know how these people were selected.
disclosed-precision-synthetic = No precision can be stated, because the answers are made up.
disclosed-change-few = Fewer than { $least } people answered the question, too few to say.
disclosed-change-none = We work this out only for a question to which each person gave one answer.
disclosed-demographics-none = We asked nothing about readers.
disclosed-demographics = Optional, after an answer, with separate consent: { $asked }. Tables leave out readers who did not say.
disclosed-demographics-elsewhere = The data has answers to this: { $asked }. Tables leave out people without one.
disclosed-weighting = Not weighted.
disclosed-analysis = { $method } version { $version }, { $software }, to log entry { $seq }. Nothing is random, so there is no seed.
disclosed-independence-none = Suppressed: of the readers marked as possibly not independent of each other, or of the unmarked, there are fewer than { $least }.
disclosed-independence = { $said } A mark records how answers arrived; it accuses nobody. Reasons for a mark: many new readers through one internet connection; answers faster than people read; one answer throughout or two in alternation; the same answers as several others; many texts. We store no IP address.
disclosed-excluded-mark = Marked “{ $value }”: { $n }.
disclosed-excluded-came = First answered in a period we chose: { $n }.
disclosed-excluded-rule = Under the rule “{ $value }”: { $n }.
disclosed-excluded-one = Individually: { $n }.
disclosed-excluded-with = Counting them, the poll would say: { $figures }.
disclosed-excluded-figure = “{ $option }” { $with }
disclosed-quality = { $n ->
    [0] No reader was excluded.
    [one] { $n } reader was excluded from all results.
   *[other] { $n } readers were excluded from all results.
}
disclosed-quality-elsewhere = { $n ->
    [0] No participant is excluded here. Whether any was excluded before is not known.
    [one] { $n } participant is excluded from all results. Whether others were excluded before is not known.
   *[other] { $n } participants are excluded from all results. Whether others were excluded before is not known.
}
disclosed-moderation-held = We checked texts before they appeared, against { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
}. { $counts }
disclosed-moderation-shown = Texts appeared straight away and could be taken down, under { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
}. { $counts }
disclosed-moderation-comments-shown = We checked statements before they appeared; comments appeared straight away and could be taken down. { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
} applied. { $counts }
disclosed-moderation-comments-held = Statements appeared straight away and could be taken down; we checked comments before they appeared. { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
} applied. { $counts }
disclosed-moderation-synthetic = A program made up these texts and what became of them. { $counts }
disclosed-moderation-counts = Readers’ statements: { $statements }, { $statements_declined } declined. Comments: { $comments }, { $comments_declined } declined.
disclosed-moderation-elsewhere = { $n ->
    [one] { $n } statement is declined in the data. Under which rules, and whether texts were checked before they appeared, is not known.
   *[other] { $n } statements are declined in the data. Under which rules, and whether texts were checked before they appeared, is not known.
}
disclosed-marks = { $n ->
    [0] No statement is marked as describing the readers.
    [one] { $n } statement is marked as describing the readers; it forms no groups and is in no list.
   *[other] { $n } statements are marked as describing the readers; they form no groups and are in no list.
}
disclosed-marks-set = { $n ->
    [0] No mark was set after opening.
    [one] { $n } mark was set after opening.
   *[other] { $n } marks were set after opening.
}
disclosed-marks-lifted = { $n ->
    [0] None was removed after opening.
    [one] { $n } was removed after opening.
   *[other] { $n } were removed after opening.
}
disclosed-marks-elsewhere = { $n ->
    [0] Marks set or removed here since: none. When any were set before is not known.
   *[other] Marks set or removed here since: { $n }. When any were set before is not known.
}
disclosed-suppression = In tables about readers we suppress answers from fewer than { $least } people (zero apart), and any figure that would reveal one.
disclosed-suppression-elsewhere = What was left out before the answers came here is not known.
disclosed-machine-drafted = Drafted by a program from templates. No editor has signed it off; no language model was used.
disclosed-machine-signed = Drafted by a program, then read and signed off by { $name } on { $day }. Checked: { $checked }.
disclosed-checked-headline = headline
disclosed-checked-figures = figures
disclosed-checked-quotes = quotes
disclosed-checked-words = words
disclosed-checked-response = response
disclosed-sentences = { $all ->
    [one] { $n } of { $all } sentence is the program’s.
   *[other] { $n ->
        [one] { $n } of { $all } sentences is the program’s.
       *[other] { $n } of { $all } sentences are the program’s.
    }
}
disclosed-limitations = Readers chose to answer and stand for nobody else. Groups describe votes among them.
disclosed-limitations-elsewhere = We do not know how these people were chosen. They stand for nobody else.
disclosed-limitations-synthetic = The answers are made up and stand for nobody. Groups describe votes among them.
disclosed-corrections-first = First edition: no corrections.
disclosed-corrections = Follows edition { $since }. Why: { $why }
disclosed-order-poll = The answers to the question were printed in one order, the same for everybody.
disclosed-moderation-only-comments-held = We checked comments before they appeared, against { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
}. Comments: { $comments }, declined: { $comments_declined }.
disclosed-moderation-only-comments-shown = Comments appeared straight away and could be taken down, against { $rules ->
    [one] { $rules } published rule
   *[other] { $rules } published rules
}. Comments: { $comments }, declined: { $comments_declined }.
disclosed-moderation-none = Readers wrote nothing that could be moderated.
disclosed-limitations-poll = Those who answered chose to. They stand for nobody else.

## The take: quotes and changes
take-quote-rule = Chosen by rule from what authors let be quoted: in turn one for every answer, every group, those in no group and every theme, the one nearest to the middle of the theme quoted least so far. At most { $most } are chosen, of { $shortest } to { $longest } characters each. What an author answered stands beside quotes without a name only, where enough others answered the same.
take-quote-rule-editor = An editor swapped or cut some of them; those are marked.
take-change-results = The results
take-change-wording = The wording of what was asked
take-change-held = Not the results: they are those of edition { $edition }. Fewer than { $least } people have taken answers back since, and the difference would tell how they had answered.
take-change-headline = The headline
take-change-text = The text
take-change-quotes = The quotes
take-change-themes = The themes
take-change-moderation = Moderation counts
take-change-sign-off = Who signed it off

## The take: its page
take-banner-draft = This is a draft of a take: only staff see it.
take-edition = Edition { $number }, published on { $day }
take-edition-draft = Draft of edition { $number }
take-byline-program = Drafted by a program
take-byline = By { $name } · { $day }
take-newer = There is a newer edition: { $number }, of { $day }. { $why } Changed: { $what }.
take-changes = This edition follows edition { $since }. { $why } Changed:
take-cited-mark = (from elsewhere)
take-cited-explained = (Dotted: published elsewhere. ↗ leads to the source.)
take-cited-source = Source: { $value }
take-unclear-link = Unclear?
take-clarified-below = Clarified on { $value }
take-clarified = { $day }: { $text }
take-quote-withdrawn = A quote stood here. Its author withdrew it on { $value }.
take-quote-anonymous = A reader, without a name
take-quote-here = given here with consent, comment { $number }, { $day }
take-quote-elsewhere = published elsewhere: { $source }, { $day }
take-quote-option = chose “{ $value }”
take-quote-cut = cut where it says […]
take-quote-by-editor = chosen by an editor
take-responses = Responses
take-responded = Response of { $day } from: { $addressee }
take-response-due = A response is due by { $due } from: { $addressee }
take-response-overdue = A response was due by { $due } from: { $addressee }. There is none yet.
take-clarifications = Clarifications
take-asked-again = This is asked again here
take-figures-title = Where each figure comes from
take-figures-all = { $n ->
    [one] { $n } figure
   *[other] { $n } figures
}
take-figures-hint = Underlined: counted here. Dotted: from elsewhere. Do not compare the two.
take-figure-bound = counted here
take-figure-cited = from elsewhere
take-figure-counts = { $n } of { $base }
take-data = The data
take-data-segments = Answers by what readers said about themselves
take-data-statements = Every statement
take-data-what = Everything that is published of this edition is in one file: wording, results, prose, and who voted how under names that mean nothing elsewhere. What readers said about themselves is not in it.
take-data-without-rows = Everything that is published of this edition is in one file: wording, results and prose. It leaves out individual readers’ answers, so the results cannot be recounted from it. The signature shows that the publisher stands by them.
take-bundle = The whole edition as one file
take-disclosure-json = The disclosure card as JSON
take-chart-poll = The chart on a page of its own
take-chart-map = The map on a page of its own
take-card = A picture to share
take-verify = Anyone can check it on their own machine:
take-hash = SHA-256 of the edition
take-key = Public key
take-disclosure = Disclosure
take-disclosure-hint = What survey people expect to be told, and who asks for it. Following these lists is no membership and no approval.
take-unclear-title = Is something unclear?
take-unclear-what = If a word or a sentence here can be read in more than one way, say so. What the desk answers is shown on this page, with its date. No account is needed, and nothing about you is kept.
take-unclear-button = Say what is unclear
take-unclear-passage = The word or sentence
take-unclear-hint = As it stands in the text.
take-unclear-empty = Say which words are unclear.
take-unclear-note = How it could be read, or what is missing (optional)
take-unclear-send = Tell the desk
take-back = Back to the take
take-editions = Editions
take-results = All results of this conversation
take-read = Read the take, published on { $value }
take-card-alt = Card: { $value }
take-feed-title = Takes
said-unclear = Thank you. The desk sees it, and answers in public.
said-take-drafted = The results are frozen, and a take is drafted. Read it, mend it, sign it off.
said-take-saved = Saved.
said-take-published = The edition is published, signed and final.
said-take-discarded = The draft is gone. What was published stays.
said-take-withdrawn = The edition is withdrawn. Its address says when, and why.
desk-withdraw = Withdraw edition { $value }
desk-withdraw-what = Its page, charts, card and bundle will no longer be published, and it leaves the feed and the list of takes. The address stays and gives the date and your reason. Files that others have saved are not affected. This cannot be undone; publish a new edition to correct one.
desk-withdraw-reason = Why is it withdrawn?
desk-withdraw-reason-hint = Readers see these words.
desk-withdraw-not = The edition was not withdrawn
desk-withdraw-no-reason = Say why, in at most 600 characters
said-settled = Settled.
said-response-asked = It is asked for in public, with the day.
said-response-kept = The response is published.
said-brought-in = The comments are brought in. Freeze the results again to have them in the themes.

## The desk: a take
desk-take = Take
desk-take-title = Take: { $value }
desk-take-draft = Draft of edition { $value }
desk-take-published = Edition { $value }
desk-take-none = There is no draft. Drafting freezes the results as they are now and writes a first text from them.
desk-take-start = Draft the take
desk-take-close-first = Close the conversation first: an edition is of results that are final.
desk-take-not-saved = That could not be saved
desk-take-stale = Answers or texts have changed since you froze the results. Freeze them again before publishing: your text stays.
desk-take-refused = To be mended before it can be published
desk-take-flagged = To be looked at again
desk-take-body-hint = Markdown. Every number is a reference: {"{"}poll.option.1.share{"}"}. A figure from elsewhere keeps your words: [5.9 hours](figure:workload). A quote is {"{"}quote.1{"}"} on a line of its own; charts are {"{"}chart.poll{"}"} and {"{"}chart.map{"}"}.
desk-facts-title = Facts to insert
desk-facts-hint = Copy a key into the text, braces included. A key with | and a value, such as {"{"}poll.n|1,760{"}"}, is refused once the value is another. More can be referred to than is listed, such as every statement ({"{"}statement.6.agree.share{"}"}), also within a group ({"{"}group.1.statement.6.agree.share{"}"}), and every answer within a group or by what readers said about themselves ({"{"}about.role.1.option.2.share{"}"}).
desk-facts-key = Key
desk-facts-value = Value
desk-facts-meaning = What it says
desk-themes = Themes
desk-themes-hint = Comments and statements that share words. Read them, and name them.
desk-theme = Name of theme { $value }
desk-theme-size = { $comments ->
    [one] { $comments } comment
   *[other] { $comments } comments
}, { $statements ->
    [one] { $statements } statement
   *[other] { $statements } statements
}.
desk-theme-cell = { $n } { $what }
desk-theme-group = in group { $value }
desk-theme-spread = Of { $authors } who commented here: { $cells }.
desk-theme-kept-back = How its authors answered is kept back: they are too few, or too much alike.
desk-quotes = Quotes
desk-quotes-hint = Word for word. Where you leave something out, put […] in its place.
desk-quote-remove = Leave this one out
desk-quote-withdrawn = Its author withdrew it.
desk-quotable = Others that may be quoted
desk-quote-number = Quote comments by number
desk-quote-number-hint = The numbers that stand beside comments, as in “12, 431”. Only those whose authors let them be quoted can be.
desk-take-save = Save and check
desk-take-preview = Preview as a reader
desk-take-publish = Publish…
desk-take-more = Start over
desk-take-again-what = Freezing again takes the results, themes and quotes as they are now. Save first: what is typed and not saved is not kept.
desk-take-again = Freeze again, keep the text
desk-take-anew = Freeze again, write the text anew
desk-take-discard = Discard the draft
desk-take-throw-away = Throw the text away
desk-take-anew-what = The program writes the draft again. What an editor wrote in it is gone for good.
desk-take-discard-what = The draft goes, with everything written in it. What was published stays.
desk-publish-title = Publish edition { $value }
desk-publish-button = Publish edition { $value }
desk-publish-not = It was not published
desk-publish-what = An edition is signed and never changes. A correction makes a new edition; this one keeps its address.
desk-publish-why = Why is there a new edition?
desk-publish-why-hint = Readers see this on both editions.
desk-publish-flags = I have read what is flagged, and stand by it
desk-publish-sign = Byline
desk-publish-rows = Each reader’s answers
desk-publish-rows-hint = Published answers carry no names, but someone who knows a few of a reader’s answers may find the rest. In our demo, a poll answer and four votes identify 26% of the readers who cast at least four.
desk-publish-rows-no = Do not publish them. The signature still covers the results.
desk-publish-rows-yes = Publish them. Anyone can then count the results again.
desk-publish-sign-hint = Without a name the page says “Drafted by a program”, and nothing need be ticked. With a name, tick every box: each says what you certify.
desk-publish-name = Your name, as readers see it (optional)
desk-publish-back = Back to the take
desk-publish-unticked = Tick this box, or leave the name empty: { $value }
desk-publish-unnamed = You ticked what you certify. Give your name, or untick the boxes.
desk-publish-no-reason = Say why there is a new edition.
desk-publish-marks-title = Marked readers move a figure
desk-publish-marks = I have looked at the marked readers, and these results stand.
desk-publish-marks-few = Without the marked readers a figure moves by a percentage point or more. Too few are marked to print by how much.
desk-publish-marks-unseen = Look at the marked readers, then tick the box: without them a figure moves by a percentage point or more.
desk-publish-unread = Read what is flagged, then tick the box below it.
desk-check-headline = Headline: it says what the figures show, and names only people we asked about.
desk-check-figures = Figures: I followed each one to its source.
desk-check-quotes = Quotes: I read each one in its place, and it says there what it says here.
desk-check-words = Words: the text uses each term as it is explained.
desk-check-response = Response: those we name have been asked to respond, by the day we give.
desk-after = After publication
desk-after-title = After publication: { $value }
desk-unclear = What readers found unclear
desk-unclear-n = { $n ->
    [one] { $n } reader found something unclear
   *[other] { $n } readers found something unclear
}
desk-unclear-none = Nothing waits.
desk-unclear-lead = In edition { $edition }, { $day }
desk-unclear-passage = { $n ->
    [one] { $n } note on these words
   *[other] { $n } notes on these words
}
desk-unclear-sender = { $n ->
    [one] { $n } note from one sender
   *[other] { $n } notes from one sender
}
desk-unclear-bulk = Notes on the same words, or from one sender, are settled together.
desk-unclear-tick = Select this note
desk-unclear-leave-ticked = Dismiss the ticked notes
desk-unclear-leave-all = Leave everything on this page as it is
desk-clarify-passage = The words you explain
desk-clarify-text = Your explanation
desk-clarify-again = Or the short name of a conversation in which you ask again
desk-clarify = Publish the clarification
desk-clarify-leave = Leave it as it is
desk-response-there = has responded
desk-response-text = What they responded
desk-response-keep = Publish the response
desk-response-ask-title = Ask for a response
desk-response-who = Who is asked
desk-response-due = By when
desk-response-due-hint = A day, such as 2030-01-31.
desk-response-no-day = Write the day like this: 2030-01-31.
desk-response-other-day = That day lies before 1970 or after 2200. Check the year.
desk-response-ask = Ask in public
desk-elsewhere = Comments published elsewhere
desk-elsewhere-n = { $n ->
    [0] No comments from elsewhere.
    [one] { $n } comment from elsewhere.
   *[other] { $n } comments from elsewhere.
}
desk-elsewhere-what = Comments under an older story can be quoted, shown as what they are. A new table takes the place of the old one.
desk-elsewhere-hint = CSV with the columns text, source, date and url; name and place where they stood there.
desk-elsewhere-button = Bring them in
take-part-headline = Headline
take-part-standfirst = Standfirst
take-part-body = Text
take-part-themes = Names of themes
take-problem-unknown = { $part }, line { $line }: nothing has the key { $text }.
take-problem-not-declared = { $part }, line { $line }: { $text } adds up shares that were not declared as a sum before opening.
take-problem-kept-back = { $part }, line { $line }: { $text } is kept back, since too few people stand behind it.
take-problem-stale = { $part }, line { $line }: { $text } has changed since it was written: { $why }.
take-problem-bare = { $part }, line { $line }: “{ $text }” has no source. Insert a fact, cite a source or remove the number.
take-problem-quote = { $part }, line { $line }: { $text } is not there, or its author withdrew it.
take-problem-typed = { $part }, line { $line }: “{ $text }” are words of a quote. Put { $why } in their place, so that they go when their author takes them back.
take-problem-empty = { $part }: nothing is written.
take-problem-illegible = { $part }: this text { $why }.
take-problem-mixed = { $part }, line { $line }: this sentence joins figures of different bases ({ $why }). Make it two sentences: { $text }
take-problem-claim = { $part }, line { $line }: “{ $text }”: { $why }
take-problem-people = { $part }: “{ $text }” names people this conversation did not ask about. Name the readers who answered.
take-problem-split = { $part }, line { $line }: “{ $text }”. By the rule that this page prints, readers are split where no answer has half of those who answered and the two chosen most lie within { $why } points; here they are not.
take-problem-overstated = { $part }, line { $line }: the answers do not bear out “{ $text }” ({ $why }). Use a weaker word, or insert the share.
take-problem-unnamed = { $part }, line { $line }: “{ $text }” does not say which answer readers chose. Name the answer, or insert its share.
take-problem-compared = { $part }, line { $line }: “{ $text }” compares kinds of people without a figure. Insert the figure for each, or drop the comparison.
take-problem-survey = { $part }, line { $line }: “{ $text }” sounds like a survey of people selected for it. These readers chose to answer. Name the readers.
take-problem-no-figure = { $part }, line { $line }: no cited figure has the key { $text }. Add it to the conversation’s figures from elsewhere, or remove the link.
take-problem-not-cited = { $part }, line { $line }: “{ $text }” has a number that the figure does not give. It says: { $why }.
personal-telephone = Looks like a telephone number: { $value }
personal-email = Looks like an e-mail address: { $value }
personal-account = Looks like somebody’s account: { $value }
personal-identifying = Could tell who is speaking: { $value }
desk-take-link = Take
