-- +goose Up

-- What the place decided about its rules. A row stands for what differs from what the program brings, or was added to it;
-- every earlier wording is kept, since decisions rest on the one of their time.
CREATE TABLE house_rules (
    number     INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    revision   INTEGER NOT NULL DEFAULT 1,
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX house_rules_by ON house_rules (changed_by);
CREATE TABLE reasons (
    key        TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    report     TEXT    NOT NULL DEFAULT '', -- how somebody who reports would put it; '' where it is not offered
    writer     TEXT    NOT NULL,
    reader     TEXT    NOT NULL,
    rule       INTEGER NOT NULL DEFAULT 0,
    act        TEXT    NOT NULL,
    grave      INTEGER NOT NULL DEFAULT 0 CHECK (grave IN (0, 1)),
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    revision   INTEGER NOT NULL DEFAULT 1,
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reasons_by ON reasons (changed_by);
CREATE TABLE rule_revisions (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('rule', 'reason')),
    key        TEXT    NOT NULL, -- a rule's number or a reason's key
    revision   INTEGER NOT NULL,
    words      TEXT    NOT NULL, -- JSON of the row as it was
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL,
    UNIQUE (kind, key, revision)
) STRICT;
CREATE INDEX rule_revisions_by ON rule_revisions (changed_by);
-- A place that was there before is open already.
INSERT INTO settings (name, value, changed_at) SELECT 'opened', CAST(MIN(created_at) AS TEXT), MIN(created_at) FROM contributions
    HAVING COUNT(*) > 0;

-- How a group is held. '' is as the place has it.
ALTER TABLE groups ADD COLUMN hold TEXT NOT NULL DEFAULT '' CHECK (hold IN ('', 'all', 'first', 'links', 'none'));
ALTER TABLE groups ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE threads ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;
-- Locked by a moderator, with a reason that everybody reads.
ALTER TABLE threads ADD COLUMN locked_at INTEGER;
ALTER TABLE threads ADD COLUMN locked_reason TEXT NOT NULL DEFAULT '';
-- Everything said here was taken into another discussion.
ALTER TABLE threads ADD COLUMN merged_into INTEGER REFERENCES threads (id);
CREATE INDEX threads_merged_into ON threads (merged_into) WHERE merged_into IS NOT NULL;
-- What was moved out of a discussion: a marker keeps its place there.
CREATE TABLE moves (
    id        INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL REFERENCES threads (id), -- where it stood
    path      TEXT    NOT NULL, -- its place there
    to_thread INTEGER NOT NULL REFERENCES threads (id),
    messages  INTEGER NOT NULL,
    moved_by  INTEGER REFERENCES people (id),
    moved_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX moves_thread ON moves (thread_id, path);
CREATE INDEX moves_to ON moves (to_thread);
CREATE INDEX moves_by ON moves (moved_by);
-- Each time that messages went from one discussion to another, with where each of them stood, so that somebody who asks for
-- another look can have them back there.
CREATE TABLE relocations (
    id          INTEGER PRIMARY KEY,
    from_thread INTEGER NOT NULL REFERENCES threads (id),
    to_thread   INTEGER NOT NULL REFERENCES threads (id),
    whole       INTEGER NOT NULL CHECK (whole IN (0, 1)), -- everything that was said there
    before      TEXT NOT NULL DEFAULT '', -- JSON of what a discussion that went as a whole had, and what led to it
    moved_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX relocations_from ON relocations (from_thread);
CREATE INDEX relocations_to ON relocations (to_thread);
CREATE TABLE relocated (
    relocation_id   INTEGER NOT NULL REFERENCES relocations (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    decision_id     INTEGER, -- about this message
    stayed          INTEGER NOT NULL CHECK (stayed IN (0, 1)), -- it did not go, but what it answered did
    parent_id       INTEGER REFERENCES contributions (id),
    kind            TEXT NOT NULL,
    seq             INTEGER NOT NULL,
    root_seq        INTEGER NOT NULL,
    path            TEXT NOT NULL,
    depth           INTEGER NOT NULL,
    marker          TEXT NOT NULL DEFAULT '', -- the place of the marker that counts it
    PRIMARY KEY (relocation_id, contribution_id)
) STRICT;
CREATE INDEX relocated_contribution ON relocated (contribution_id);
CREATE INDEX relocated_parent ON relocated (parent_id) WHERE parent_id IS NOT NULL;
-- Trust. Until when somebody cannot write, and until when their account is on hold; NULL with the state suspended is until it
-- is lifted. setback_at is when last something of theirs was hidden, or they were warned.
ALTER TABLE people ADD COLUMN silenced_until INTEGER;
ALTER TABLE people ADD COLUMN suspended_until INTEGER;
ALTER TABLE people ADD COLUMN setback_at INTEGER;
ALTER TABLE people ADD COLUMN trust TEXT NOT NULL DEFAULT '' CHECK (trust IN ('', 'new', 'member', 'trusted')); -- given by hand; '' is by the published rules
-- When the first of somebody's published contributions was published, so that trust takes its time.
ALTER TABLE people ADD COLUMN first_published_at INTEGER;
UPDATE people SET first_published_at = (SELECT MIN(c.published_at) FROM contributions c WHERE c.author_id = people.id AND c.state = 'published');

CREATE INDEX people_staff ON people (role) WHERE role <> 'member';
CREATE INDEX memberships_host ON memberships (person_id) WHERE role = 'host';

-- What stands in the moderators' queue: one row for each contribution that waits for somebody.
CREATE TABLE cases (
    contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('held', 'reported', 'flagged', 'asked')),
    rank            INTEGER NOT NULL, -- 0 is grave, 1 is not, 2 waits for its writer
    reason          TEXT    NOT NULL DEFAULT '',
    since           INTEGER NOT NULL,
    group_id        INTEGER REFERENCES groups (id),
    assigned_to     INTEGER REFERENCES people (id),
    claimed_by      INTEGER REFERENCES people (id),
    claimed_until   INTEGER,
    opened_by       INTEGER REFERENCES people (id),
    opened_at       INTEGER,
    opinion         INTEGER NOT NULL DEFAULT 0 CHECK (opinion IN (0, 1)), -- a second opinion is asked for
    hint            INTEGER NOT NULL DEFAULT 0 -- thousandths: how soon a classifier would have it looked at; moves it within its rank only
) STRICT;
-- What a classifier is sure of comes up to four hours sooner, among those of its rank.
CREATE INDEX cases_order ON cases (rank, (since - hint * 14400), contribution_id);
CREATE INDEX cases_kind ON cases (kind, rank, (since - hint * 14400), contribution_id);
CREATE INDEX cases_since ON cases (kind, since);
CREATE INDEX cases_reason ON cases (reason, rank, (since - hint * 14400), contribution_id);
CREATE INDEX cases_group ON cases (group_id, rank, (since - hint * 14400), contribution_id);
CREATE INDEX cases_assigned ON cases (assigned_to, rank, (since - hint * 14400), contribution_id) WHERE assigned_to IS NOT NULL;
CREATE INDEX cases_claimed ON cases (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX cases_opened ON cases (opened_by) WHERE opened_by IS NOT NULL;
INSERT INTO cases (contribution_id, kind, rank, reason, since, group_id)
    SELECT c.id, c.state, CASE WHEN c.state = 'asked' THEN 2 WHEN c.state_reason IN ('private-details', 'unlawful') THEN 0 ELSE 1 END,
        c.state_reason, c.state_at, t.group_id FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.state IN ('held', 'asked');
INSERT INTO cases (contribution_id, kind, rank, reason, since, group_id)
    SELECT c.id, 'reported', MIN(CASE WHEN r.reason IN ('private-details', 'unlawful') THEN 0 ELSE 1 END),
        COALESCE(MIN(CASE WHEN r.reason IN ('private-details', 'unlawful') THEN r.reason END), MIN(r.reason)), MIN(r.created_at), t.group_id
    FROM contributions c JOIN threads t ON t.id = c.thread_id JOIN reports r ON r.contribution_id = c.id AND r.state = 'open'
    WHERE c.open_reports > 0 AND c.state IN ('published', 'deleted') GROUP BY c.id, t.group_id;
DROP INDEX contributions_held_grave;
DROP INDEX contributions_reported;

-- What the program noticed in a contribution, for moderators alone. Bytes of its stored Markdown as it was at a revision.
CREATE TABLE findings (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    revision        INTEGER NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('words', 'private', 'links', 'name', 'burst', 'copy', 'risk', 'hint')),
    act             TEXT    NOT NULL CHECK (act IN ('flag', 'hold')),
    reason          TEXT    NOT NULL,
    what            TEXT    NOT NULL DEFAULT '', -- of its kind: "phone", "postcode", a watched word's number
    words_start     INTEGER,
    words_end       INTEGER,
    other_id        INTEGER REFERENCES contributions (id), -- what it copies
    open            INTEGER NOT NULL DEFAULT 1 CHECK (open IN (0, 1)),
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX findings_contribution ON findings (contribution_id, id);
CREATE INDEX findings_other ON findings (other_id) WHERE other_id IS NOT NULL;
CREATE TABLE watched_words (
    id         INTEGER PRIMARY KEY,
    words      TEXT    NOT NULL, -- as typed
    folded     TEXT    NOT NULL UNIQUE, -- as it is looked for
    act        TEXT    NOT NULL CHECK (act IN ('flag', 'hold', 'refuse')),
    reason     TEXT    NOT NULL,
    nudge      TEXT    NOT NULL DEFAULT '', -- what the writer reads before posting
    note       TEXT    NOT NULL DEFAULT '', -- for moderators
    whole      INTEGER NOT NULL DEFAULT 1 CHECK (whole IN (0, 1)), -- whole words; else beginnings of words
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    found      INTEGER NOT NULL DEFAULT 0, -- how often
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX watched_words_by ON watched_words (changed_by);
-- What each thing that waits says, so that what says nearly the same can be read and decided together.
CREATE TABLE case_copies (
    contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
    exact           INTEGER NOT NULL,
    family          INTEGER NOT NULL -- one of those alike; its own id where it stands alone
) STRICT;
CREATE INDEX case_copies_family ON case_copies (family, contribution_id);
CREATE INDEX case_copies_exact ON case_copies (exact);
CREATE TABLE case_copy_bands (
    hash            INTEGER NOT NULL,
    contribution_id INTEGER NOT NULL,
    PRIMARY KEY (hash, contribution_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_copy_bands_contribution ON case_copy_bands (contribution_id);

-- Decisions, with the acts that are new. An undone one stands; what it did does not.
CREATE TABLE decisions_new (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    author_id       INTEGER NOT NULL REFERENCES people (id),
    moderator_id    INTEGER NOT NULL REFERENCES people (id),
    act             TEXT    NOT NULL CHECK (act IN ('publish', 'keep', 'ask', 'hide', 'restore', 'cover', 'move', 'seal')),
    reason          TEXT    NOT NULL,
    reason_revision INTEGER NOT NULL DEFAULT 0, -- of the reason's words; 0 is what the program brings
    message         TEXT    NOT NULL DEFAULT '',
    state_before    TEXT    NOT NULL,
    reason_before   TEXT    NOT NULL DEFAULT '', -- why it was in that state
    revision        INTEGER NOT NULL,
    batch           INTEGER, -- the first decision of those that were made at once
    waited          INTEGER NOT NULL DEFAULT 0, -- milliseconds since the case began
    for_appeal      INTEGER, -- the appeal that it carries out
    created_at      INTEGER NOT NULL,
    undone_at       INTEGER,
    put_back        TEXT    NOT NULL DEFAULT '' -- JSON of what an undoing puts back as it was
) STRICT;
INSERT INTO decisions_new (id, contribution_id, author_id, moderator_id, act, reason, message, state_before, revision, created_at)
    SELECT id, contribution_id, author_id, moderator_id, act, reason, message, state_before, revision, created_at FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_new RENAME TO decisions;
CREATE INDEX decisions_contribution ON decisions (contribution_id, id);
CREATE INDEX decisions_moderator ON decisions (moderator_id, created_at);
CREATE INDEX decisions_author ON decisions (author_id, act);
CREATE INDEX decisions_created ON decisions (created_at);
CREATE INDEX decisions_reason ON decisions (reason, created_at);
CREATE INDEX decisions_before ON decisions (reason_before, created_at);
CREATE INDEX decisions_batch ON decisions (batch) WHERE batch IS NOT NULL;
CREATE TABLE second_opinions (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    asked_by        INTEGER NOT NULL REFERENCES people (id),
    asked_of        INTEGER REFERENCES people (id), -- NULL: any other moderator
    question        TEXT    NOT NULL DEFAULT '',
    asked_at        INTEGER NOT NULL,
    given_by        INTEGER REFERENCES people (id),
    act             TEXT    NOT NULL DEFAULT '',
    reason          TEXT    NOT NULL DEFAULT '',
    words           TEXT    NOT NULL DEFAULT '',
    given_at        INTEGER
) STRICT;
CREATE INDEX second_opinions_contribution ON second_opinions (contribution_id, id);
CREATE INDEX second_opinions_asked_by ON second_opinions (asked_by);
CREATE INDEX second_opinions_given_by ON second_opinions (given_by) WHERE given_by IS NOT NULL;
CREATE INDEX second_opinions_asked_of ON second_opinions (asked_of) WHERE asked_of IS NOT NULL;
CREATE INDEX second_opinions_open ON second_opinions (contribution_id) WHERE given_at IS NULL;
-- What moderators note about a person, for moderators alone.
CREATE TABLE person_notes (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    words      TEXT    NOT NULL,
    written_by INTEGER REFERENCES people (id), -- NULL is the operator at the command line
    written_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE INDEX person_notes_person ON person_notes (person_id, id);
CREATE INDEX person_notes_by ON person_notes (written_by);

-- Words that are kept from everybody but those who may: of what was published with details covered, and of what was passed on
-- because somebody may be at risk. Each reading stands in the register.
CREATE TABLE sealed_words (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    revision        INTEGER NOT NULL,
    why             TEXT    NOT NULL CHECK (why IN ('cover', 'safeguarding')),
    body_md         TEXT    NOT NULL,
    proposed        TEXT    NOT NULL DEFAULT '',
    title           TEXT    NOT NULL DEFAULT '', -- of the discussion that it opens
    written_at      INTEGER NOT NULL DEFAULT 0,
    sealed_by       INTEGER REFERENCES people (id),
    sealed_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX sealed_words_contribution ON sealed_words (contribution_id, revision);
CREATE INDEX sealed_words_by ON sealed_words (sealed_by);
ALTER TABLE contributions ADD COLUMN covered INTEGER NOT NULL DEFAULT 0 CHECK (covered IN (0, 1)); -- details were covered by a moderator
ALTER TABLE contributions ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)); -- for the safeguarding lead alone

-- What moderators do about a person rather than about a contribution.
CREATE TABLE sanctions (
    id              INTEGER PRIMARY KEY,
    person_id       INTEGER NOT NULL REFERENCES people (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('warn', 'silence', 'suspend', 'ban')),
    reason          TEXT    NOT NULL,
    reason_revision INTEGER NOT NULL DEFAULT 0,
    message         TEXT    NOT NULL DEFAULT '',
    contribution_id INTEGER REFERENCES contributions (id),
    until           INTEGER, -- NULL is until it is lifted
    made_by         INTEGER REFERENCES people (id), -- NULL is the operator at the command line
    made_at         INTEGER NOT NULL,
    ended_at        INTEGER,
    ended_by        INTEGER REFERENCES people (id),
    end_reason      TEXT    NOT NULL DEFAULT '',
    appeal_code     TEXT    NOT NULL DEFAULT '' -- lets somebody who cannot sign in appeal
) STRICT;
CREATE INDEX sanctions_person ON sanctions (person_id, id);
CREATE INDEX sanctions_contribution ON sanctions (contribution_id) WHERE contribution_id IS NOT NULL;
CREATE INDEX sanctions_made_by ON sanctions (made_by);
CREATE INDEX sanctions_ended_by ON sanctions (ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX sanctions_running ON sanctions (until) WHERE ended_at IS NULL AND until IS NOT NULL;
CREATE INDEX sanctions_code ON sanctions (appeal_code) WHERE appeal_code <> '';
INSERT INTO sanctions (person_id, kind, reason, made_at) SELECT id, 'suspend', '', changed_at FROM people WHERE state = 'suspended' ORDER BY id;

-- Somebody who was not there when it was decided looks at it again.
CREATE TABLE appeals (
    id              INTEGER PRIMARY KEY,
    kind            TEXT    NOT NULL CHECK (kind IN ('decision', 'sanction', 'report', 'inaction')), -- report: of one who reported and disagrees with the outcome
    decision_id     INTEGER,
    sanction_id     INTEGER REFERENCES sanctions (id),
    report_id       INTEGER REFERENCES reports (id),
    contribution_id INTEGER REFERENCES contributions (id),
    person_id       INTEGER REFERENCES people (id), -- who appeals; NULL for somebody without an account
    email           TEXT    NOT NULL DEFAULT '',
    words           TEXT    NOT NULL,
    due_at          INTEGER NOT NULL,
    taken_by        INTEGER REFERENCES people (id),
    taken_at        INTEGER,
    state           TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'upheld', 'partly', 'refused', 'withdrawn')),
    outcome         TEXT    NOT NULL DEFAULT '', -- what the person is told
    decided_by      INTEGER REFERENCES people (id),
    decided_at      INTEGER,
    reminded_at     INTEGER, -- when moderators were last told that it is nearly due
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX appeals_open ON appeals (due_at, id) WHERE state = 'open';
CREATE INDEX appeals_decision ON appeals (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX appeals_sanction ON appeals (sanction_id) WHERE sanction_id IS NOT NULL;
CREATE INDEX appeals_report ON appeals (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX appeals_contribution ON appeals (contribution_id) WHERE contribution_id IS NOT NULL;
CREATE INDEX appeals_person ON appeals (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX appeals_taken_by ON appeals (taken_by) WHERE taken_by IS NOT NULL;
CREATE INDEX appeals_decided_by ON appeals (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX appeals_created ON appeals (created_at);

-- Notices of complaint under section 5 of the Defamation Act 2013, with the steps of the 2013 Regulations.
CREATE TABLE defamation_notices (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    name            TEXT    NOT NULL,
    email           TEXT    NOT NULL,
    statement       TEXT    NOT NULL, -- the words complained of
    meaning         TEXT    NOT NULL, -- what they are said to mean
    why             TEXT    NOT NULL, -- why that is defamatory
    wrong           TEXT    NOT NULL, -- what is factually wrong, or an opinion that no fact supports
    unknown_poster  INTEGER NOT NULL CHECK (unknown_poster IN (0, 1)), -- does not know enough of the poster to bring proceedings
    may_pass_on     INTEGER NOT NULL CHECK (may_pass_on IN (0, 1)), -- name and address may be given to the poster
    state           TEXT    NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'sent-back', 'poster-asked', 'poster-stands', 'removed', 'kept', 'withdrawn')),
    received_at     INTEGER NOT NULL,
    contact_due_at  INTEGER NOT NULL, -- 48 hours, weekends and bank holidays aside
    contacted_at    INTEGER,
    reply_due_at    INTEGER, -- midnight at the end of the fifth day after
    replied_at      INTEGER,
    reply           TEXT    NOT NULL DEFAULT '', -- 'remove', 'stand', or 'incomplete': does not want it removed, but left out what the law asks for
    poster_name     TEXT    NOT NULL DEFAULT '',
    poster_address  TEXT    NOT NULL DEFAULT '',
    poster_may_pass INTEGER NOT NULL DEFAULT 0 CHECK (poster_may_pass IN (0, 1)),
    act_due_at      INTEGER, -- when the next step of ours is due
    closed_at       INTEGER,
    closed_by       INTEGER REFERENCES people (id),
    note            TEXT    NOT NULL DEFAULT '',
    missing         TEXT    NOT NULL DEFAULT '', -- which particulars it lacked, where it was sent back
    removed_before  INTEGER NOT NULL DEFAULT 0 CHECK (removed_before IN (0, 1)), -- says that the same was removed twice before
    revision        INTEGER NOT NULL DEFAULT 1, -- of the words, when the notice came
    reply_code      TEXT    NOT NULL DEFAULT '', -- lets the poster answer who cannot sign in
    reminded_at     INTEGER, -- when moderators were last told that a step is nearly due
    how             TEXT    NOT NULL DEFAULT 'web' CHECK (how IN ('web', 'letter', 'email')), -- how it came
    address         TEXT    NOT NULL DEFAULT '', -- of who complains by letter
    recorded_by     INTEGER REFERENCES people (id) -- who typed it in
) STRICT;
CREATE INDEX defamation_contribution ON defamation_notices (contribution_id);
CREATE INDEX defamation_open ON defamation_notices (act_due_at, id) WHERE closed_at IS NULL;
CREATE INDEX defamation_closed ON defamation_notices (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX defamation_code ON defamation_notices (reply_code) WHERE reply_code <> '';
CREATE INDEX defamation_closed_by ON defamation_notices (closed_by) WHERE closed_by IS NOT NULL;
CREATE INDEX defamation_recorded_by ON defamation_notices (recorded_by) WHERE recorded_by IS NOT NULL;

-- Somebody may be at risk: for the safeguarding leads alone.
CREATE TABLE safeguarding_leads (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    duty      INTEGER NOT NULL DEFAULT 0 CHECK (duty IN (0, 1)), -- is told first
    since     INTEGER NOT NULL
) STRICT;
CREATE TABLE concerns (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER REFERENCES contributions (id),
    sealed_id       INTEGER REFERENCES sealed_words (id),
    person_id       INTEGER REFERENCES people (id), -- whom it is about, or who wrote it
    raised_by       INTEGER REFERENCES people (id), -- NULL: the program, or somebody without an account
    email           TEXT    NOT NULL DEFAULT '',
    phone           TEXT    NOT NULL DEFAULT '',
    how             TEXT    NOT NULL CHECK (how IN ('noticed', 'report', 'moderator', 'form')),
    words           TEXT    NOT NULL DEFAULT '',
    state           TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acting', 'passed-on', 'closed', 'no-risk')),
    state_before    TEXT    NOT NULL DEFAULT '', -- of the contribution, for giving it back
    reason_before   TEXT    NOT NULL DEFAULT '',
    told            INTEGER NOT NULL DEFAULT 0, -- how often the leads were told
    told_at         INTEGER, -- when last
    opened_at       INTEGER, -- when a lead first looked; until then they are told again
    remind_at       INTEGER, -- when a lead asked to be reminded
    forgotten_at    INTEGER, -- when the words were removed, at the end of the time that they are kept
    created_at      INTEGER NOT NULL,
    closed_at       INTEGER
) STRICT;
CREATE INDEX concerns_open ON concerns (created_at) WHERE closed_at IS NULL;
CREATE INDEX concerns_contribution ON concerns (contribution_id) WHERE contribution_id IS NOT NULL;
CREATE INDEX concerns_sealed ON concerns (sealed_id) WHERE sealed_id IS NOT NULL;
CREATE INDEX concerns_person ON concerns (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX concerns_raised_by ON concerns (raised_by) WHERE raised_by IS NOT NULL;
CREATE TABLE concern_steps (
    id         INTEGER PRIMARY KEY,
    concern_id INTEGER NOT NULL REFERENCES concerns (id),
    person_id  INTEGER REFERENCES people (id),
    step       TEXT    NOT NULL,
    words      TEXT    NOT NULL DEFAULT '',
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX concern_steps_concern ON concern_steps (concern_id, id);
CREATE INDEX concern_steps_person ON concern_steps (person_id) WHERE person_id IS NOT NULL;

-- What the Online Safety Act and others have a place keep in writing. A version is never changed.
CREATE TABLE safety_records (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('scope', 'illegal-content', 'children', 'measures', 'terms')),
    version    INTEGER NOT NULL,
    body       TEXT    NOT NULL, -- JSON
    note       TEXT    NOT NULL DEFAULT '', -- what changed, and why
    review_due INTEGER NOT NULL,
    made_by    INTEGER REFERENCES people (id),
    made_at    INTEGER NOT NULL,
    UNIQUE (kind, version)
) STRICT;
CREATE INDEX safety_records_by ON safety_records (made_by);

-- The register's head, signed each day, so that a cut tail shows.
CREATE TABLE register_heads (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    hash       BLOB    NOT NULL,
    before     BLOB    NOT NULL, -- the signature before it
    public_key BLOB    NOT NULL,
    signature  BLOB    NOT NULL
) STRICT;
CREATE INDEX register_at ON register (at);
CREATE INDEX reports_created ON reports (created_at);
CREATE INDEX register_act ON register (act, id);

-- +goose StatementBegin
CREATE TRIGGER register_heads_no_update BEFORE UPDATE ON register_heads BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_heads_no_delete BEFORE DELETE ON register_heads BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- A row of the register is added at its end or not at all: INSERT OR REPLACE would take an old one away without any trigger for that.
-- The number of a row that is given one by the database is -1 here.
-- +goose StatementBegin
CREATE TRIGGER register_at_end BEFORE INSERT ON register WHEN NEW.id <> -1 AND NEW.id <= (SELECT MAX(id) FROM register) BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_seals_at_end BEFORE INSERT ON register_seals WHEN NEW.seq <> -1 AND NEW.seq <= (SELECT MAX(seq) FROM register_seals)
    OR EXISTS (SELECT 1 FROM register_seals s WHERE s.entry_id = NEW.entry_id) BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_heads_at_end BEFORE INSERT ON register_heads WHEN NEW.id <> -1 AND NEW.id <= (SELECT MAX(id) FROM register_heads) BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safety_records_at_end BEFORE INSERT ON safety_records WHEN NEW.id <> -1 AND NEW.id <= (SELECT MAX(id) FROM safety_records)
    OR EXISTS (SELECT 1 FROM safety_records s WHERE s.kind = NEW.kind AND s.version = NEW.version) BEGIN
    SELECT RAISE(ABORT, 'a version of a safety record is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safety_records_no_update BEFORE UPDATE ON safety_records BEGIN
    SELECT RAISE(ABORT, 'a version of a safety record is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safety_records_no_delete BEFORE DELETE ON safety_records BEGIN
    SELECT RAISE(ABORT, 'a version of a safety record is never changed');
END;
-- +goose StatementEnd
