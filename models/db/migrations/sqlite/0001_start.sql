-- +goose Up

-- People: accounts, and the contributors that imports and paper bring in.
CREATE TABLE people (
    id                INTEGER PRIMARY KEY,
    public_name       TEXT    NOT NULL,
    name_skeleton     TEXT    UNIQUE,
    email             TEXT    UNIQUE,
    email_verified_at INTEGER,
    password_hash     TEXT,
    role              TEXT    NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'editor', 'moderator', 'administrator')),
    who               TEXT    NOT NULL DEFAULT '' CHECK (who IN ('', 'resident', 'practitioner', 'voluntary', 'public', 'business', 'researcher')),
    area              TEXT    NOT NULL DEFAULT '',
    organisation      TEXT    NOT NULL DEFAULT '',
    about             TEXT    NOT NULL DEFAULT '',
    state             TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'recorded', 'erased')),
    published_count   INTEGER NOT NULL DEFAULT 0,
    unread_notices    INTEGER NOT NULL DEFAULT 0,
    mail_answers      INTEGER NOT NULL DEFAULT 1 CHECK (mail_answers IN (0, 1)),
    import_key        TEXT    UNIQUE,
    created_at        INTEGER NOT NULL,
    changed_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id           INTEGER PRIMARY KEY,
    token_hash   BLOB    NOT NULL UNIQUE,
    person_id    INTEGER NOT NULL REFERENCES people (id),
    device       TEXT    NOT NULL DEFAULT '',
    network      TEXT    NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- A sign-in link or a joining link: single use, bound to the browser that asked.
CREATE TABLE sign_in_links (
    id           INTEGER PRIMARY KEY,
    token_hash   BLOB    NOT NULL UNIQUE,
    browser_hash BLOB,
    code_hash    BLOB,
    email        TEXT    NOT NULL,
    purpose      TEXT    NOT NULL CHECK (purpose IN ('sign-in', 'join', 'operator', 'change-email')),
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
    used_at      INTEGER
) STRICT;
CREATE INDEX sign_in_links_email ON sign_in_links (email, created_at);
CREATE INDEX sign_in_links_person ON sign_in_links (person_id);
CREATE INDEX sign_in_links_expires ON sign_in_links (expires_at);

-- What somebody wrote before signing in, kept until they have.
CREATE TABLE drafts (
    id         INTEGER PRIMARY KEY,
    token_hash BLOB    UNIQUE,
    person_id  INTEGER REFERENCES people (id),
    place      TEXT    NOT NULL,
    fields     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_person ON drafts (person_id, place);
CREATE INDEX drafts_changed ON drafts (changed_at);

CREATE TABLE limits (
    bucket       TEXT    PRIMARY KEY,
    window_start INTEGER NOT NULL,
    used         INTEGER NOT NULL
) STRICT;
CREATE INDEX limits_window ON limits (window_start);

-- Keys of commands that were carried out: sending a form twice gives the first answer again.
CREATE TABLE command_keys (
    key_hash   BLOB    PRIMARY KEY,
    said       TEXT NOT NULL, -- a digest of what the form said
    result     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX command_keys_created ON command_keys (created_at);

CREATE TABLE settings (
    name       TEXT    PRIMARY KEY,
    value      TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX settings_changed_by ON settings (changed_by);

-- The register of acts of power: append-only; sealed in sequence just behind.
CREATE TABLE register (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    actor_id    INTEGER REFERENCES people (id),
    act         TEXT    NOT NULL,
    object_kind TEXT    NOT NULL,
    object_id   INTEGER NOT NULL,
    reason      TEXT    NOT NULL DEFAULT '',
    details     TEXT    NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX register_object ON register (object_kind, object_id);
CREATE INDEX register_actor ON register (actor_id);
CREATE TABLE register_seals (
    seq         INTEGER PRIMARY KEY,
    entry_id    INTEGER NOT NULL UNIQUE REFERENCES register (id),
    hash        BLOB    NOT NULL
) STRICT;

-- Outbox and background work: enqueued in the transaction of its cause.
CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    payload       TEXT    NOT NULL,
    unique_key    TEXT    UNIQUE,
    state         TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'failed')),
    run_at        INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    claimed_until INTEGER,
    last_error    TEXT    NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_due ON jobs (state, run_at, id);

-- Themes: the codebook, its history, and tags.
CREATE TABLE themes (
    id                 INTEGER PRIMARY KEY,
    slug               TEXT    NOT NULL UNIQUE,
    name               TEXT    NOT NULL,
    definition         TEXT    NOT NULL DEFAULT '',
    examples           TEXT    NOT NULL DEFAULT '',
    parent_id          INTEGER REFERENCES themes (id),
    mark               INTEGER NOT NULL UNIQUE,
    state              TEXT    NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'retired')),
    revision           INTEGER NOT NULL DEFAULT 1,
    contribution_count INTEGER NOT NULL DEFAULT 0,
    created_at         INTEGER NOT NULL,
    changed_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX themes_parent ON themes (parent_id);
CREATE TABLE theme_revisions (
    theme_id   INTEGER NOT NULL REFERENCES themes (id),
    revision   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    definition TEXT    NOT NULL,
    examples   TEXT    NOT NULL,
    parent_id  INTEGER,
    mark       INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    reason     TEXT    NOT NULL DEFAULT '',
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (theme_id, revision)
) STRICT;
CREATE INDEX theme_revisions_by ON theme_revisions (changed_by);

-- Groups and membership.
CREATE TABLE groups (
    id               INTEGER PRIMARY KEY,
    slug             TEXT    NOT NULL UNIQUE,
    name             TEXT    NOT NULL,
    summary          TEXT    NOT NULL DEFAULT '',
    about_md         TEXT    NOT NULL DEFAULT '',
    about_html       TEXT    NOT NULL DEFAULT '',
    theme_id         INTEGER REFERENCES themes (id),
    access           TEXT    NOT NULL DEFAULT 'open' CHECK (access IN ('open', 'ask', 'private')),
    member_count     INTEGER NOT NULL DEFAULT 0,
    discussion_count INTEGER NOT NULL DEFAULT 0,
    revision         INTEGER NOT NULL DEFAULT 1,
    created_by       INTEGER REFERENCES people (id),
    created_at       INTEGER NOT NULL,
    changed_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX groups_theme ON groups (theme_id);
CREATE INDEX groups_created_by ON groups (created_by);
CREATE TABLE memberships (
    group_id   INTEGER NOT NULL REFERENCES groups (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    role       TEXT    NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'host')),
    state      TEXT    NOT NULL DEFAULT 'member' CHECK (state IN ('member', 'asked')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (group_id, person_id)
) STRICT;
CREATE INDEX memberships_person ON memberships (person_id, group_id);

-- Threads: anything people can speak in.
CREATE TABLE threads (
    id                 INTEGER PRIMARY KEY,
    kind               TEXT    NOT NULL CHECK (kind IN ('discussion', 'chapter')),
    group_id           INTEGER REFERENCES groups (id),
    slug               TEXT    NOT NULL,
    title              TEXT    NOT NULL,
    kept_title         TEXT,
    state              TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    opens_at           INTEGER,
    closes_at          INTEGER,
    private            INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
    opening_id         INTEGER,
    last_seq           INTEGER NOT NULL DEFAULT 0,
    contribution_count INTEGER NOT NULL DEFAULT 0,
    people_count       INTEGER NOT NULL DEFAULT 0,
    listed             INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)),
    last_at            INTEGER NOT NULL,
    created_by         INTEGER REFERENCES people (id),
    created_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX threads_group_last ON threads (group_id, listed, last_at, id);
CREATE INDEX threads_group_newest ON threads (group_id, listed, created_at, id);
CREATE INDEX threads_group_most ON threads (group_id, listed, contribution_count, id);
CREATE INDEX threads_created_by ON threads (created_by);
CREATE INDEX threads_unanswered ON threads (group_id, last_at, id) WHERE listed = 1 AND contribution_count = 0;
CREATE INDEX threads_unanswered_newest ON threads (group_id, created_at, id) WHERE listed = 1 AND contribution_count = 0;
CREATE INDEX threads_latest ON threads (kind, last_at, id) WHERE listed = 1;
CREATE INDEX threads_open ON threads (closes_at) WHERE closes_at IS NOT NULL;

-- Contributions: everything anybody says, in one table with one life cycle.
CREATE TABLE contributions (
    id             INTEGER PRIMARY KEY,
    thread_id      INTEGER NOT NULL REFERENCES threads (id),
    parent_id      INTEGER REFERENCES contributions (id),
    seq            INTEGER NOT NULL,
    root_seq       INTEGER NOT NULL,
    path           TEXT    NOT NULL,
    depth          INTEGER NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('opening', 'comment', 'reply')),
    author_id      INTEGER NOT NULL REFERENCES people (id),
    recorder_id    INTEGER REFERENCES people (id),
    channel        TEXT    NOT NULL DEFAULT 'web' CHECK (channel IN ('web', 'email', 'paper', 'phone', 'event', 'import')),
    who            TEXT    NOT NULL DEFAULT '',
    evidence       TEXT    NOT NULL DEFAULT '' CHECK (evidence IN ('', 'lived', 'practice', 'research')),
    body_md        TEXT    NOT NULL,
    body_html      TEXT    NOT NULL,
    html_version   INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('published', 'held', 'asked', 'hidden', 'deleted')),
    state_reason   TEXT    NOT NULL DEFAULT '',
    state_at       INTEGER NOT NULL,
    published_at   INTEGER,
    revision       INTEGER NOT NULL DEFAULT 1,
    edited_at      INTEGER,
    agrees         INTEGER NOT NULL DEFAULT 0,
    disagrees      INTEGER NOT NULL DEFAULT 0,
    passes         INTEGER NOT NULL DEFAULT 0,
    open_reports   INTEGER NOT NULL DEFAULT 0,
    block_id       INTEGER,
    attributes     TEXT    NOT NULL DEFAULT '',
    import_key     TEXT    UNIQUE,
    created_at     INTEGER NOT NULL,
    UNIQUE (thread_id, seq)
) STRICT;
CREATE INDEX contributions_path ON contributions (thread_id, path);
CREATE INDEX contributions_newest ON contributions (thread_id, root_seq DESC, path);
CREATE INDEX contributions_agreed ON contributions (thread_id, agrees DESC, id) WHERE state = 'published';
CREATE INDEX contributions_block ON contributions (block_id, path) WHERE block_id IS NOT NULL;
CREATE INDEX contributions_parent ON contributions (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX contributions_author ON contributions (author_id, id);
CREATE INDEX contributions_recorder ON contributions (recorder_id) WHERE recorder_id IS NOT NULL;
CREATE INDEX contributions_created ON contributions (created_at, id);
CREATE INDEX contributions_waiting ON contributions (state, state_at, id) WHERE state IN ('held', 'asked');
CREATE INDEX contributions_reported ON contributions (id) WHERE open_reports > 0;
CREATE INDEX contributions_held_grave ON contributions (state_at, id) WHERE state = 'held' AND state_reason IN ('private-details', 'unlawful');

CREATE TABLE contribution_revisions (
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    revision        INTEGER NOT NULL,
    body_md         TEXT    NOT NULL,
    evidence        TEXT    NOT NULL,
    public          INTEGER NOT NULL DEFAULT 1 CHECK (public IN (0, 1)),
    written_by      INTEGER NOT NULL REFERENCES people (id),
    written_at      INTEGER NOT NULL,
    PRIMARY KEY (contribution_id, revision)
) STRICT;
CREATE INDEX contribution_revisions_by ON contribution_revisions (written_by);

CREATE TABLE positions (
    person_id       INTEGER NOT NULL REFERENCES people (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    position        TEXT    NOT NULL CHECK (position IN ('agree', 'disagree', 'pass')),
    created_at      INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    PRIMARY KEY (person_id, contribution_id)
) STRICT;
CREATE INDEX positions_contribution ON positions (contribution_id);

-- Who has spoken in a thread: kept in the transaction that publishes or hides, never counted on reading.
CREATE TABLE thread_people (
    thread_id     INTEGER NOT NULL REFERENCES threads (id),
    person_id     INTEGER NOT NULL REFERENCES people (id),
    who           TEXT    NOT NULL,
    contributions INTEGER NOT NULL,
    PRIMARY KEY (thread_id, person_id)
) STRICT;
CREATE INDEX thread_people_person ON thread_people (person_id);
CREATE TABLE thread_tallies (
    thread_id     INTEGER NOT NULL REFERENCES threads (id),
    who           TEXT    NOT NULL,
    people        INTEGER NOT NULL,
    contributions INTEGER NOT NULL,
    PRIMARY KEY (thread_id, who)
) STRICT;
CREATE TABLE read_marks (
    person_id  INTEGER NOT NULL REFERENCES people (id),
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    seq        INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, thread_id)
) STRICT;
CREATE INDEX read_marks_thread ON read_marks (thread_id);

-- The guide: chapters are threads; a published version is frozen; a block keeps its identity through versions. Two blocks
-- of each chapter are in no version: one bears the comments on the whole chapter, one those whose words were taken out.
CREATE TABLE guides (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    title      TEXT    NOT NULL,
    summary    TEXT    NOT NULL DEFAULT '',
    created_by INTEGER REFERENCES people (id),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX guides_created_by ON guides (created_by);
CREATE TABLE chapters (
    id              INTEGER PRIMARY KEY,
    guide_id        INTEGER NOT NULL REFERENCES guides (id),
    thread_id       INTEGER NOT NULL UNIQUE REFERENCES threads (id),
    slug            TEXT    NOT NULL,
    number          INTEGER NOT NULL,
    title           TEXT    NOT NULL,
    summary         TEXT    NOT NULL DEFAULT '',
    state           TEXT    NOT NULL DEFAULT 'outline' CHECK (state IN ('outline', 'open', 'redrafting', 'agreed')),
    version_id      INTEGER,
    whole_block_id  INTEGER,
    gone_block_id   INTEGER,
    paragraph_count INTEGER NOT NULL DEFAULT 0,
    draft_md        TEXT    NOT NULL DEFAULT '',
    draft_revision  INTEGER NOT NULL DEFAULT 0,
    draft_by        INTEGER REFERENCES people (id),
    draft_at        INTEGER,
    created_at      INTEGER NOT NULL,
    UNIQUE (guide_id, slug),
    UNIQUE (guide_id, number)
) STRICT;
CREATE INDEX chapters_draft_by ON chapters (draft_by);
CREATE TABLE versions (
    id           INTEGER PRIMARY KEY,
    chapter_id   INTEGER NOT NULL REFERENCES chapters (id),
    number       INTEGER NOT NULL,
    body_md      TEXT    NOT NULL,
    note         TEXT    NOT NULL DEFAULT '',
    digest       TEXT    NOT NULL,
    published_by INTEGER REFERENCES people (id),
    published_at INTEGER NOT NULL,
    UNIQUE (chapter_id, number)
) STRICT;
CREATE INDEX versions_published_by ON versions (published_by);
CREATE TABLE blocks (
    id            INTEGER PRIMARY KEY,
    chapter_id    INTEGER NOT NULL REFERENCES chapters (id),
    comment_count INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX blocks_chapter ON blocks (chapter_id);
CREATE TABLE version_blocks (
    version_id   INTEGER NOT NULL REFERENCES versions (id),
    position     INTEGER NOT NULL,
    block_id     INTEGER NOT NULL REFERENCES blocks (id),
    number       INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    level        INTEGER NOT NULL DEFAULT 0,
    source       TEXT    NOT NULL,
    html         TEXT    NOT NULL,
    html_version INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    PRIMARY KEY (version_id, position)
) STRICT;
CREATE INDEX version_blocks_block ON version_blocks (block_id);
-- How each block of one version came to the next. from_block is null for what is new, to_block for what was removed.
CREATE TABLE block_links (
    id           INTEGER PRIMARY KEY,
    version_id   INTEGER NOT NULL REFERENCES versions (id),
    from_block   INTEGER REFERENCES blocks (id),
    to_block     INTEGER REFERENCES blocks (id),
    how          TEXT    NOT NULL CHECK (how IN ('same', 'reworded', 'moved', 'split', 'merged', 'removed', 'new')),
    sure         REAL    NOT NULL,
    corrected_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX block_links_version ON block_links (version_id);
CREATE INDEX block_links_from ON block_links (from_block);
CREATE INDEX block_links_to ON block_links (to_block);
CREATE INDEX block_links_corrected_by ON block_links (corrected_by);
-- What a comment was tied to when it was made, and what it is tied to now.
CREATE TABLE anchors (
    contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
    chapter_id      INTEGER NOT NULL REFERENCES chapters (id),
    version_id      INTEGER NOT NULL REFERENCES versions (id),
    block_id        INTEGER REFERENCES blocks (id),
    quote           TEXT    NOT NULL DEFAULT '',
    prefix          TEXT    NOT NULL DEFAULT '',
    suffix          TEXT    NOT NULL DEFAULT '',
    quote_start     INTEGER,
    quote_end       INTEGER,
    status          TEXT    NOT NULL DEFAULT 'same' CHECK (status IN ('same', 'reworded', 'moved', 'split', 'merged', 'removed')),
    sure            REAL    NOT NULL DEFAULT 1,
    now_version_id  INTEGER NOT NULL REFERENCES versions (id),
    now_block_id    INTEGER REFERENCES blocks (id)
) STRICT;
CREATE INDEX anchors_chapter ON anchors (chapter_id);
CREATE INDEX anchors_version ON anchors (version_id, block_id);
CREATE INDEX anchors_block ON anchors (block_id);
CREATE INDEX anchors_now_version ON anchors (now_version_id);
CREATE INDEX anchors_now_block ON anchors (now_block_id);
-- What happened to a comment on a draft; the newest row counts, the older ones are its history.
CREATE TABLE fates (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    fate            TEXT    NOT NULL CHECK (fate IN ('pending', 'taken-in', 'partly', 'not-taken-in', 'answered', 'moved')),
    version_id      INTEGER REFERENCES versions (id),
    block_id        INTEGER REFERENCES blocks (id),
    reason          TEXT    NOT NULL DEFAULT '',
    current         INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),
    decided_by      INTEGER REFERENCES people (id),
    decided_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fates_current ON fates (contribution_id) WHERE current = 1;
CREATE INDEX fates_contribution ON fates (contribution_id);
CREATE INDEX fates_version ON fates (version_id);
CREATE INDEX fates_block ON fates (block_id);
CREATE INDEX fates_decided_by ON fates (decided_by);
-- The ledger: what shaped a paragraph in a version.
CREATE TABLE ledger (
    id              INTEGER PRIMARY KEY,
    version_id      INTEGER NOT NULL REFERENCES versions (id),
    block_id        INTEGER NOT NULL REFERENCES blocks (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('contribution', 'practice', 'event', 'research', 'editorial', 'refused')),
    contribution_id INTEGER REFERENCES contributions (id),
    source          TEXT    NOT NULL DEFAULT '',
    note            TEXT    NOT NULL DEFAULT '',
    entered_by      INTEGER REFERENCES people (id),
    entered_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_block ON ledger (block_id, version_id);
CREATE INDEX ledger_version ON ledger (version_id);
CREATE INDEX ledger_contribution ON ledger (contribution_id);
CREATE INDEX ledger_entered_by ON ledger (entered_by);

-- A tag joins a contribution and a theme and says who or what put it there.
CREATE TABLE tags (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    theme_id        INTEGER NOT NULL REFERENCES themes (id),
    source          TEXT    NOT NULL CHECK (source IN ('person', 'import', 'suggestion')),
    state           TEXT    NOT NULL CHECK (state IN ('suggested', 'accepted', 'corrected', 'withdrawn')),
    words_start     INTEGER,
    words_end       INTEGER,
    put_by          INTEGER REFERENCES people (id),
    put_at          INTEGER NOT NULL,
    ended_by        INTEGER REFERENCES people (id),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX tags_accepted ON tags (contribution_id, theme_id) WHERE state = 'accepted';
CREATE INDEX tags_theme ON tags (theme_id, contribution_id) WHERE state = 'accepted';
CREATE INDEX tags_contribution ON tags (contribution_id);
CREATE INDEX tags_put_by ON tags (put_by);
CREATE INDEX tags_ended_by ON tags (ended_by);
CREATE INDEX tags_theme_all ON tags (theme_id);

-- An issue is what editors say about a theme in the summary.
CREATE TABLE issues (
    id            INTEGER PRIMARY KEY,
    theme_id      INTEGER NOT NULL UNIQUE REFERENCES themes (id),
    title         TEXT    NOT NULL DEFAULT '',
    note_md       TEXT    NOT NULL DEFAULT '',
    note_html     TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL DEFAULT 'emerging' CHECK (state IN ('emerging', 'considered', 'responded')),
    state_at      INTEGER NOT NULL,
    response_md   TEXT    NOT NULL DEFAULT '',
    response_html TEXT    NOT NULL DEFAULT '',
    revision      INTEGER NOT NULL DEFAULT 1,
    changed_by    INTEGER REFERENCES people (id),
    changed_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX issues_changed_by ON issues (changed_by);

-- Moderation: somebody reports, a moderator decides with a reason.
CREATE TABLE reports (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    reporter_id     INTEGER REFERENCES people (id),
    reporter_email  TEXT    NOT NULL DEFAULT '',
    reason          TEXT    NOT NULL,
    note            TEXT    NOT NULL DEFAULT '',
    state           TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled')),
    decision_id     INTEGER,
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_contribution ON reports (contribution_id, state);
CREATE INDEX reports_open ON reports (created_at) WHERE state = 'open';
CREATE INDEX reports_reporter ON reports (reporter_id);
CREATE UNIQUE INDEX reports_once ON reports (contribution_id, reporter_id) WHERE state = 'open' AND reporter_id IS NOT NULL;
CREATE INDEX reports_decision ON reports (decision_id);
CREATE TABLE decisions (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    author_id       INTEGER NOT NULL REFERENCES people (id),
    moderator_id    INTEGER NOT NULL REFERENCES people (id),
    act             TEXT    NOT NULL CHECK (act IN ('publish', 'keep', 'ask', 'hide', 'restore')),
    reason          TEXT    NOT NULL,
    message         TEXT    NOT NULL DEFAULT '',
    state_before    TEXT    NOT NULL,
    revision        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_contribution ON decisions (contribution_id, id);
CREATE INDEX decisions_moderator ON decisions (moderator_id);
CREATE INDEX decisions_author ON decisions (author_id, act);
CREATE INDEX decisions_created ON decisions (created_at);

-- What a person is told on the site: decisions, answers to reports, replies.
CREATE TABLE notices (
    id              INTEGER PRIMARY KEY,
    person_id       INTEGER NOT NULL REFERENCES people (id),
    kind            TEXT    NOT NULL,
    contribution_id INTEGER REFERENCES contributions (id),
    thread_id       INTEGER REFERENCES threads (id),
    words           TEXT    NOT NULL,
    link            TEXT    NOT NULL DEFAULT '',
    answers         INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    read_at         INTEGER,
    mail_at         INTEGER
) STRICT;
CREATE INDEX notices_person ON notices (person_id, id);
CREATE INDEX notices_contribution ON notices (contribution_id);
CREATE INDEX notices_thread ON notices (thread_id);
-- Answers in one thread are one notice until it is read.
CREATE UNIQUE INDEX notices_answers ON notices (person_id, thread_id) WHERE kind = 'reply' AND read_at IS NULL;
CREATE INDEX notices_mailed ON notices (person_id, mail_at) WHERE mail_at IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER register_no_update BEFORE UPDATE ON register BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_no_delete BEFORE DELETE ON register BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_seals_no_update BEFORE UPDATE ON register_seals BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER register_seals_no_delete BEFORE DELETE ON register_seals BEGIN
    SELECT RAISE(ABORT, 'the register is append-only');
END;
-- +goose StatementEnd
-- A published version is frozen: only the HTML made from it may be made afresh.
-- +goose StatementBegin
CREATE TRIGGER versions_no_update BEFORE UPDATE ON versions BEGIN
    SELECT RAISE(ABORT, 'a published version is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions BEGIN
    SELECT RAISE(ABORT, 'a published version is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER version_blocks_no_update BEFORE UPDATE OF version_id, position, block_id, number, kind, level, source, text ON version_blocks BEGIN
    SELECT RAISE(ABORT, 'a published version is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER version_blocks_no_delete BEFORE DELETE ON version_blocks BEGIN
    SELECT RAISE(ABORT, 'a published version is frozen');
END;
-- +goose StatementEnd
