-- +goose Up

-- What people follow, and how they want to hear of it. 'off' is muted: it beats a wider following.
CREATE TABLE follows (
    person_id  INTEGER NOT NULL REFERENCES people (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('group', 'thread', 'block', 'theme', 'person', 'hearing')), -- a chapter is a thread; of a person, their practice; the summary
    object_id  INTEGER NOT NULL, -- 0 for the summary
    how        TEXT    NOT NULL CHECK (how IN ('now', 'daily', 'weekly', 'site', 'off')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind, object_id)
) STRICT;
CREATE INDEX follows_object ON follows (kind, object_id, person_id);

-- How somebody wants to hear of what concerns them; without a row, as the program has it.
CREATE TABLE tellings (
    person_id INTEGER NOT NULL REFERENCES people (id),
    about     TEXT    NOT NULL CHECK (about IN ('answers', 'mentions', 'fates', 'decisions', 'rest')), -- 'rest': what is too much for mails at once
    how       TEXT    NOT NULL CHECK (how IN ('now', 'daily', 'weekly', 'site', 'off')),
    PRIMARY KEY (person_id, about)
) STRICT;
INSERT INTO tellings (person_id, about, how) SELECT id, 'answers', 'site' FROM people WHERE mail_answers = 0;
INSERT INTO tellings (person_id, about, how) SELECT id, 'fates', 'site' FROM people WHERE mail_answers = 0;
ALTER TABLE people DROP COLUMN mail_answers;

-- What followers are still to be told of: one row for each cause, worked off in batches in the order of people's numbers.
CREATE TABLE spreads (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('said', 'tagged', 'version', 'decision', 'summary')),
    object_id  INTEGER NOT NULL, -- a contribution, a tag, a version, a decision record, a snapshot
    thread_id  INTEGER REFERENCES threads (id),
    reached    INTEGER NOT NULL DEFAULT 0, -- the last person who was told
    told       INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    done_at    INTEGER,
    UNIQUE (kind, object_id)
) STRICT;
CREATE INDEX spreads_open ON spreads (id) WHERE done_at IS NULL;
CREATE INDEX spreads_thread ON spreads (thread_id) WHERE thread_id IS NOT NULL;

ALTER TABLE notices ADD COLUMN how TEXT NOT NULL DEFAULT 'site' CHECK (how IN ('now', 'daily', 'weekly', 'site'));
-- The round-up that told of it.
ALTER TABLE notices ADD COLUMN digested_at INTEGER;
CREATE INDEX notices_to_digest ON notices (person_id, id) WHERE how IN ('daily', 'weekly') AND digested_at IS NULL AND read_at IS NULL;
ALTER TABLE notices ADD COLUMN because TEXT NOT NULL DEFAULT ''; -- what they follow that it came of: 'group:3'
ALTER TABLE notices ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0; -- of its answers, those that a mail or a round-up told of
ALTER TABLE notices ADD COLUMN theme_id INTEGER REFERENCES themes (id);
CREATE INDEX notices_theme ON notices (theme_id) WHERE theme_id IS NOT NULL;
CREATE INDEX notices_unread ON notices (person_id, id) WHERE read_at IS NULL;
CREATE INDEX notices_leading ON notices (person_id, link) WHERE read_at IS NULL;
-- What is new in one thread, or about one theme, is one notice until it is read.
CREATE UNIQUE INDEX notices_followed ON notices (person_id, thread_id) WHERE kind = 'followed' AND read_at IS NULL;
CREATE UNIQUE INDEX notices_themed ON notices (person_id, theme_id) WHERE kind = 'themed' AND read_at IS NULL;
-- Whose round-up is due when: a row is there while something waits.
CREATE TABLE digests (
    person_id INTEGER NOT NULL REFERENCES people (id),
    how       TEXT    NOT NULL CHECK (how IN ('daily', 'weekly')),
    due_at    INTEGER NOT NULL,
    PRIMARY KEY (person_id, how)
) STRICT;
CREATE INDEX digests_due ON digests (due_at);

-- Mail to somebody came back, or their server refuses it: none is sent until they confirm their address again.
ALTER TABLE people ADD COLUMN mail_stopped_at INTEGER;
ALTER TABLE people ADD COLUMN mail_paused_at INTEGER; -- they want no mails for now, but for those that must be
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- a BCP 47 tag; '' is the place's
ALTER TABLE people ADD COLUMN zone TEXT NOT NULL DEFAULT ''; -- a name of the time zone database; '' is the place's
ALTER TABLE people ADD COLUMN quiet_from INTEGER; -- minutes of the day; NULL: no quiet hours
ALTER TABLE people ADD COLUMN quiet_until INTEGER;
ALTER TABLE people ADD COLUMN digest_day INTEGER NOT NULL DEFAULT 1 CHECK (digest_day BETWEEN 0 AND 6); -- 0 is Sunday
ALTER TABLE people ADD COLUMN reading TEXT NOT NULL DEFAULT '' CHECK (reading IN ('', 'flat', 'newest'));
ALTER TABLE read_marks ADD COLUMN ahead TEXT NOT NULL DEFAULT ''; -- which contributions after seq were shown already
ALTER TABLE read_marks ADD COLUMN ahead_count INTEGER NOT NULL DEFAULT 0; -- how many those are
ALTER TABLE people ADD COLUMN of_age_at INTEGER; -- when they said that they are as old as the place asks
-- Somebody without an account whose words an account holder claimed with the code of a receipt.
ALTER TABLE people ADD COLUMN claimed_by INTEGER REFERENCES people (id);
CREATE INDEX people_claimed ON people (claimed_by) WHERE claimed_by IS NOT NULL;
ALTER TABLE contributions ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- a BCP 47 tag; '' is the place's

-- Mails that came in, each taken once. Not a word of them.
CREATE TABLE received_mails (
    id              INTEGER PRIMARY KEY,
    digest          BLOB    NOT NULL UNIQUE, -- of the message's id and whom it was to
    person_id       INTEGER REFERENCES people (id),
    contribution_id INTEGER REFERENCES contributions (id),
    outcome         TEXT    NOT NULL CHECK (outcome IN ('posted', 'refused', 'returned', 'ignored')),
    why             TEXT    NOT NULL DEFAULT '',
    received_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX received_mails_person ON received_mails (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX received_mails_contribution ON received_mails (contribution_id) WHERE contribution_id IS NOT NULL;
CREATE INDEX received_mails_at ON received_mails (received_at);

-- Pictures and documents that people attach. The bytes lie in the file store under the name.
CREATE TABLE files (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE, -- of random letters; stands in the address
    person_id  INTEGER NOT NULL REFERENCES people (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('jpeg', 'png', 'pdf')),
    title      TEXT    NOT NULL, -- as its owner called it, cleaned
    alt        TEXT    NOT NULL DEFAULT '', -- for those who cannot see it
    bytes      INTEGER NOT NULL,
    width      INTEGER NOT NULL DEFAULT 0, -- in pixels
    height     INTEGER NOT NULL DEFAULT 0,
    pages      INTEGER NOT NULL DEFAULT 0, -- of a document
    digest     BLOB    NOT NULL, -- SHA-256 of what is stored
    created_at INTEGER NOT NULL,
    removed_at INTEGER -- the bytes are gone
) STRICT;
CREATE INDEX files_person ON files (person_id, id);
CREATE INDEX files_created ON files (created_at) WHERE removed_at IS NULL;
CREATE TABLE attachments (
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    file_id         INTEGER NOT NULL REFERENCES files (id),
    position        INTEGER NOT NULL,
    from_revision   INTEGER NOT NULL DEFAULT 1,
    until_revision  INTEGER, -- the revision that is without it
    covered_at      INTEGER, -- when a moderator took it out, or its words were sealed
    kept_title      TEXT    NOT NULL DEFAULT '', -- what was said of it, while its words are sealed
    kept_alt        TEXT    NOT NULL DEFAULT '',
    covered_by      INTEGER REFERENCES people (id),
    covered_in      INTEGER, -- the decision that took it out; NULL where it was sealed with its words
    PRIMARY KEY (contribution_id, file_id)
) STRICT;
CREATE INDEX attachments_file ON attachments (file_id);
CREATE INDEX attachments_covered_by ON attachments (covered_by) WHERE covered_by IS NOT NULL;

-- A decision that covers something covers words in so many places, and takes out so many pictures and documents; a report
-- can be about one of them alone.
ALTER TABLE decisions ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
UPDATE decisions SET places = 1 WHERE act = 'cover';
ALTER TABLE decisions ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN file TEXT NOT NULL DEFAULT ''; -- its name; '' for all of the contribution

CREATE TABLE mentions (
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    person_id       INTEGER NOT NULL REFERENCES people (id),
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (contribution_id, person_id)
) STRICT;
CREATE INDEX mentions_person ON mentions (person_id);

-- Other ways to sign in, and the second step.
CREATE TABLE passkeys (
    id            INTEGER PRIMARY KEY,
    person_id     INTEGER NOT NULL REFERENCES people (id),
    credential_id BLOB    NOT NULL UNIQUE,
    credential    TEXT    NOT NULL, -- JSON: public key, counter, flags
    name          TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;
CREATE INDEX passkeys_person ON passkeys (person_id);
CREATE TABLE authenticators (
    person_id    INTEGER PRIMARY KEY REFERENCES people (id),
    secret       BLOB    NOT NULL, -- sealed with the place's key
    last_step    INTEGER NOT NULL DEFAULT 0, -- a code is taken once
    created_at   INTEGER NOT NULL,
    confirmed_at INTEGER
) STRICT;
CREATE TABLE recovery_codes (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    code_hash  BLOB    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX recovery_codes_person ON recovery_codes (person_id);
-- Who signs in with another service, such as the council's own.
CREATE TABLE identities (
    issuer     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    used_at    INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX identities_person ON identities (person_id);
-- Ways of signing in that were begun: a challenge, a second step, a trip to another service.
CREATE TABLE ceremonies (
    id           INTEGER PRIMARY KEY,
    token_hash   BLOB    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL CHECK (kind IN ('passkey', 'passkey-new', 'second', 'openid')),
    person_id    INTEGER REFERENCES people (id),
    data         TEXT    NOT NULL, -- JSON
    attempts     INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX ceremonies_person ON ceremonies (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ceremonies_expires ON ceremonies (expires_at);
ALTER TABLE sessions ADD COLUMN second_at INTEGER; -- when the second step was done
ALTER TABLE sessions ADD COLUMN proved_at INTEGER; -- when they last showed again who they are
-- A device that goes from hand to hand: who signed in helps, and speaks for nobody.
ALTER TABLE sessions ADD COLUMN shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1));
-- Somebody's turn on such a device: it ends with the device's own session.
ALTER TABLE sessions ADD COLUMN turn_of INTEGER REFERENCES sessions (id) ON DELETE CASCADE;
CREATE INDEX sessions_turn_of ON sessions (turn_of) WHERE turn_of IS NOT NULL;
-- Devices that somebody signed in on, so that a new one is told of.
CREATE TABLE devices (
    person_id  INTEGER NOT NULL REFERENCES people (id),
    token_hash BLOB    NOT NULL,
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL,
    alarm_hash BLOB    UNIQUE, -- of the secret in the mail that told of it
    PRIMARY KEY (person_id, token_hash)
) STRICT;

-- A link may also set a new password, or let the old address agree to a new one.
CREATE TABLE sign_in_links_new (
    id           INTEGER PRIMARY KEY,
    token_hash   BLOB    NOT NULL UNIQUE,
    browser_hash BLOB,
    code_hash    BLOB,
    email        TEXT    NOT NULL,
    purpose      TEXT    NOT NULL CHECK (purpose IN ('sign-in', 'join', 'operator', 'change-email', 'agree-email', 'reset')),
    person_id    INTEGER REFERENCES people (id),
    public_name  TEXT    NOT NULL DEFAULT '',
    who          TEXT    NOT NULL DEFAULT '',
    area         TEXT    NOT NULL DEFAULT '',
    organisation TEXT    NOT NULL DEFAULT '',
    password_hash TEXT,
    next_path    TEXT    NOT NULL DEFAULT '',
    draft_id     INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    waits        INTEGER NOT NULL DEFAULT 0 CHECK (waits IN (0, 1)) -- at the end of its time, silence is agreement
) STRICT;
INSERT INTO sign_in_links_new SELECT id, token_hash, browser_hash, code_hash, email, purpose, person_id, public_name, who, area, organisation,
    password_hash, next_path, draft_id, attempts, created_at, expires_at, used_at, 0 FROM sign_in_links;
DROP TABLE sign_in_links;
ALTER TABLE sign_in_links_new RENAME TO sign_in_links;
CREATE INDEX sign_in_links_email ON sign_in_links (email, created_at);
CREATE INDEX sign_in_links_person ON sign_in_links (person_id);
CREATE INDEX sign_in_links_expires ON sign_in_links (expires_at);

-- Staff know who this is: a verified practitioner or organisation.
CREATE TABLE marks (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    kind      TEXT    NOT NULL CHECK (kind IN ('practitioner', 'organisation')),
    words     TEXT    NOT NULL, -- what everybody reads beside the name
    why       TEXT    NOT NULL, -- how staff know, for staff and the person
    given_by  INTEGER REFERENCES people (id),
    given_at  INTEGER NOT NULL,
    until_at  INTEGER, -- when it ends by itself; NULL: never
    ended_by  INTEGER REFERENCES people (id),
    ended_at  INTEGER,
    end_why   TEXT    NOT NULL DEFAULT '' -- why it was taken off, for staff and the person
) STRICT;
CREATE UNIQUE INDEX marks_person ON marks (person_id) WHERE ended_at IS NULL;
CREATE INDEX marks_of ON marks (person_id, id);
CREATE INDEX marks_until ON marks (until_at) WHERE ended_at IS NULL AND until_at IS NOT NULL;
CREATE INDEX marks_given_by ON marks (given_by);
CREATE INDEX marks_ended_by ON marks (ended_by) WHERE ended_by IS NOT NULL;

-- What people accept when they take part, by version: the house rules, the privacy notice and, where the place wrote
-- them, terms. The first version of the first two is what the program brings.
CREATE TABLE policies (
    kind       TEXT    NOT NULL CHECK (kind IN ('rules', 'privacy', 'terms')),
    number     INTEGER NOT NULL,
    body_md    TEXT    NOT NULL DEFAULT '', -- the place's own words, in Markdown
    body_html  TEXT    NOT NULL DEFAULT '',
    frozen     TEXT    NOT NULL DEFAULT '', -- JSON: the house rules as they stood
    changes    TEXT    NOT NULL, -- what is new in it, in plain words
    asks       INTEGER NOT NULL DEFAULT 0 CHECK (asks IN (0, 1)), -- who takes part accepts it first
    accepted   INTEGER NOT NULL DEFAULT 0, -- people who did
    made_by    INTEGER REFERENCES people (id),
    made_at    INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT;
CREATE INDEX policies_by ON policies (made_by);
INSERT INTO policies (kind, number, changes, made_at) VALUES ('rules', 1, '', 0), ('privacy', 1, '', 0);
CREATE TABLE acceptances (
    person_id   INTEGER NOT NULL REFERENCES people (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('rules', 'privacy', 'terms')),
    number      INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind, number)
) STRICT;

-- What people ask about what is held about them.
CREATE TABLE privacy_requests (
    id              INTEGER PRIMARY KEY,
    kind            TEXT    NOT NULL CHECK (kind IN ('copy', 'correct', 'erase', 'object', 'complain')),
    person_id       INTEGER REFERENCES people (id), -- NULL for somebody without an account
    name            TEXT    NOT NULL DEFAULT '',
    contact         TEXT    NOT NULL DEFAULT '',
    words           TEXT    NOT NULL,
    code_hash       BLOB    UNIQUE, -- lets somebody without an account see how it stands
    received_at     INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    acknowledged_at INTEGER,
    taken_by        INTEGER REFERENCES people (id),
    recorded_by     INTEGER REFERENCES people (id), -- who typed it in from a letter or a call
    state           TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'partly', 'refused', 'withdrawn')),
    outcome         TEXT    NOT NULL DEFAULT '', -- what was done and why, for the one who asked
    decided_by      INTEGER REFERENCES people (id),
    decided_at      INTEGER,
    extended_at     INTEGER, -- when more time was taken, once
    extension       TEXT    NOT NULL DEFAULT '', -- why
    reminded_at     INTEGER
) STRICT;
CREATE INDEX privacy_requests_open ON privacy_requests (due_at, id) WHERE state = 'open';
CREATE INDEX privacy_requests_person ON privacy_requests (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX privacy_requests_taken_by ON privacy_requests (taken_by) WHERE taken_by IS NOT NULL;
CREATE INDEX privacy_requests_recorded_by ON privacy_requests (recorded_by) WHERE recorded_by IS NOT NULL;
CREATE INDEX privacy_requests_decided_by ON privacy_requests (decided_by) WHERE decided_by IS NOT NULL;

-- Who was erased, by number alone: done again after an older backup is put back.
CREATE TABLE erasures (
    person_id INTEGER PRIMARY KEY, -- of nobody any more
    joined_at INTEGER NOT NULL, -- so that a number given again does not meet somebody else
    how       TEXT    NOT NULL CHECK (how IN ('anonymise', 'remove')),
    erased_at INTEGER NOT NULL
) STRICT;

-- How long each kind of record is kept, where the place changed it, and whether something stops its removal.
CREATE TABLE retention (
    kind       TEXT PRIMARY KEY,
    days       INTEGER, -- NULL: as the program has it
    next_days  INTEGER, -- a shorter time, and when it begins
    next_at    INTEGER,
    held_at    INTEGER, -- nothing of it is removed since
    held_by    INTEGER REFERENCES people (id),
    held_why   TEXT NOT NULL DEFAULT '',
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER,
    ran_at     INTEGER -- when it was last looked at
) STRICT;
CREATE INDEX retention_held_by ON retention (held_by) WHERE held_by IS NOT NULL;
CREATE INDEX retention_changed_by ON retention (changed_by) WHERE changed_by IS NOT NULL;

-- What was removed because its time was over: numbers alone.
CREATE TABLE certificates (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,
    kept      INTEGER NOT NULL, -- milliseconds: the rule
    before_at INTEGER NOT NULL, -- everything older went
    removed   INTEGER NOT NULL, -- rows
    begun_at  INTEGER NOT NULL,
    made_at   INTEGER -- NULL while the removal is under way
) STRICT;
CREATE UNIQUE INDEX certificates_open ON certificates (kind) WHERE made_at IS NULL;
CREATE INDEX contributions_spent ON contributions (state_at, id) WHERE state IN ('deleted', 'hidden') AND body_md <> '';

-- A text that waits to be posted. Whoever saves it says which version they had, so that two windows do not overwrite each other.
ALTER TABLE drafts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- The key of the form that it was first typed in: posting that form ends it, even where the form never heard of its number.
ALTER TABLE drafts ADD COLUMN form_key TEXT NOT NULL DEFAULT '';

-- The search index. People are found by their names too; what is private, who said it and in which language stand among
-- the marks. Documents of what has a name have new numbers, so that all of it is indexed afresh.
DROP TABLE search_named;
CREATE VIRTUAL TABLE search_named USING fts4 (stems, marks, tokenize=simple, order=desc);
INSERT INTO search_named (search_named) VALUES ('automerge=8');
DROP TRIGGER search_contribution_changed;
-- +goose StatementBegin
CREATE TRIGGER search_contribution_changed AFTER UPDATE OF body_md, evidence, who, state, thread_id, created_at, author_id, language ON contributions
    WHEN OLD.state = 'published' OR NEW.state = 'published' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', NEW.id);
END;
-- +goose StatementEnd
DROP TRIGGER search_discussion_changed;
-- +goose StatementBegin
CREATE TRIGGER search_discussion_changed AFTER UPDATE OF title, listed, group_id, private ON threads
    WHEN NEW.kind = 'discussion' AND (OLD.title <> NEW.title OR OLD.listed <> NEW.listed OR OLD.group_id IS NOT NEW.group_id OR OLD.private <> NEW.private) BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('discussion', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_thread_elsewhere AFTER UPDATE OF group_id, private ON threads
    WHEN OLD.group_id IS NOT NEW.group_id OR OLD.private <> NEW.private BEGIN
    INSERT INTO search_queue (kind, ref) SELECT 'contribution', id FROM contributions WHERE thread_id = NEW.id AND state = 'published';
END;
-- +goose StatementEnd
DROP TRIGGER search_group_changed;
-- +goose StatementBegin
CREATE TRIGGER search_group_changed AFTER UPDATE OF name, summary, about_md, access ON groups BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('group', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_person_new AFTER INSERT ON people WHEN NEW.state = 'active' AND NEW.published_count > 0 BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('person', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_person_changed AFTER UPDATE OF public_name, state, published_count ON people
    WHEN OLD.public_name <> NEW.public_name OR OLD.state <> NEW.state OR (OLD.published_count > 0) <> (NEW.published_count > 0) BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('person', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_person_gone AFTER DELETE ON people BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('person', OLD.id);
END;
-- +goose StatementEnd
INSERT INTO search_queue (kind, ref) SELECT 'theme', id FROM themes ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'group', id FROM groups ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'chapter', id FROM chapters ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'person', id FROM people WHERE state = 'active' AND published_count > 0 ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'discussion', id FROM threads WHERE kind = 'discussion' AND listed = 1 ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'contribution', id FROM contributions WHERE state = 'published' ORDER BY id;
-- When a thread closes and is decided, as calendars were last told: each change has a higher number.
CREATE TABLE thread_dates (
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('closes', 'decides')),
    at         INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    sequence   INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (thread_id, kind)
) STRICT;
CREATE INDEX thread_dates_withdrawn ON thread_dates (at) WHERE withdrawn = 1;
CREATE INDEX threads_closes ON threads (closes_at) WHERE closes_at IS NOT NULL;
INSERT INTO thread_dates (thread_id, kind, at, changed_at) SELECT id, 'closes', closes_at, created_at FROM threads WHERE closes_at IS NOT NULL;
INSERT INTO thread_dates (thread_id, kind, at, changed_at) SELECT thread_id, 'decides', decision_at, changed_at FROM consultations WHERE decision_at IS NOT NULL;
