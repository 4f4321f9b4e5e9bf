-- +goose Up

-- Every comment on a draft has a fate. '' is for what needs none: what is not on a draft, and what its editors say.
ALTER TABLE contributions ADD COLUMN fate TEXT NOT NULL DEFAULT '' CHECK (fate IN ('', 'pending', 'taken-in', 'partly', 'not-taken-in', 'answered', 'moved'));
-- Noted down by who typed it in, in words of their own.
ALTER TABLE contributions ADD COLUMN noted INTEGER NOT NULL DEFAULT 0 CHECK (noted IN (0, 1));
-- Said after the closing time: kept, and marked.
ALTER TABLE contributions ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
CREATE INDEX contributions_late ON contributions (thread_id, id) WHERE late = 1;
CREATE INDEX contributions_fate ON contributions (thread_id, fate, id) WHERE fate <> '';
UPDATE contributions SET fate = 'pending' WHERE thread_id IN (SELECT id FROM threads WHERE kind = 'chapter')
    AND author_id NOT IN (SELECT id FROM people WHERE role IN ('editor', 'administrator'));
-- Published comments without an answer yet.
ALTER TABLE threads ADD COLUMN pending_count INTEGER NOT NULL DEFAULT 0;
UPDATE threads SET pending_count = (SELECT COUNT(*) FROM contributions c WHERE c.thread_id = threads.id AND c.fate = 'pending' AND c.state = 'published')
    WHERE kind = 'chapter';

-- What happened to a comment on a draft; the newest row counts, the older ones are its history.
DROP TABLE fates;
CREATE TABLE fates (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    chapter_id      INTEGER NOT NULL REFERENCES chapters (id),
    fate            TEXT    NOT NULL CHECK (fate IN ('pending', 'taken-in', 'partly', 'not-taken-in', 'answered', 'moved')),
    version_id      INTEGER REFERENCES versions (id),
    block_id        INTEGER REFERENCES blocks (id),
    to_thread_id    INTEGER REFERENCES threads (id),
    reason          TEXT    NOT NULL DEFAULT '',
    current         INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),
    decided_by      INTEGER REFERENCES people (id),
    decided_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fates_current ON fates (contribution_id) WHERE current = 1;
CREATE INDEX fates_contribution ON fates (contribution_id);
CREATE INDEX fates_chapter ON fates (chapter_id, id);
CREATE INDEX fates_version ON fates (version_id);
CREATE INDEX fates_block ON fates (block_id);
CREATE INDEX fates_to_thread ON fates (to_thread_id);
CREATE INDEX fates_decided_by ON fates (decided_by);
-- Reasons that editors gave, to be used again.
CREATE TABLE fate_reasons (
    id         INTEGER PRIMARY KEY,
    fate       TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    used       INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL,
    UNIQUE (fate, words)
) STRICT;
CREATE INDEX fate_reasons_created_by ON fate_reasons (created_by);

-- Where on the paragraph a comment is now, in bytes of its text, where it is on some of its words.
ALTER TABLE anchors ADD COLUMN now_start INTEGER;
ALTER TABLE anchors ADD COLUMN now_end INTEGER;
ALTER TABLE anchors ADD COLUMN placed_by INTEGER REFERENCES people (id);
ALTER TABLE anchors ADD COLUMN placed_at INTEGER;
CREATE INDEX anchors_placed_by ON anchors (placed_by);
-- Where comments stood in versions that have been replaced, as they then were.
CREATE TABLE anchor_places (
    version_id      INTEGER NOT NULL REFERENCES versions (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    block_id        INTEGER REFERENCES blocks (id),
    status          TEXT    NOT NULL CHECK (status IN ('same', 'reworded', 'moved', 'split', 'merged', 'removed')),
    sure            REAL    NOT NULL,
    start_at        INTEGER,
    end_at          INTEGER,
    PRIMARY KEY (version_id, contribution_id)
) STRICT;
CREATE INDEX anchor_places_block ON anchor_places (block_id, version_id);
CREATE INDEX anchor_places_contribution ON anchor_places (contribution_id);
-- Before now a block kept its id in every version that had it, so how a comment stood can be told from the links.
INSERT INTO anchor_places (version_id, contribution_id, block_id, status, sure)
    SELECT v.id, a.contribution_id,
        CASE WHEN a.block_id = c.whole_block_id OR EXISTS (SELECT 1 FROM version_blocks b WHERE b.version_id = v.id AND b.block_id = a.block_id)
            THEN a.block_id ELSE c.gone_block_id END,
        CASE WHEN a.block_id = c.whole_block_id THEN 'same'
            WHEN NOT EXISTS (SELECT 1 FROM version_blocks b WHERE b.version_id = v.id AND b.block_id = a.block_id) THEN 'removed'
            ELSE COALESCE((SELECT CASE WHEN MAX(CASE l.how WHEN 'reworded' THEN 1 ELSE 0 END) = 1 THEN 'reworded'
                WHEN MAX(CASE l.how WHEN 'moved' THEN 1 ELSE 0 END) = 1 THEN 'moved' END
                FROM block_links l JOIN versions w ON w.id = l.version_id
                WHERE l.from_block = a.block_id AND w.number > m.number AND w.number <= v.number), 'same') END,
        COALESCE((SELECT MIN(l.sure) FROM block_links l JOIN versions w ON w.id = l.version_id
            WHERE l.from_block = a.block_id AND w.number > m.number AND w.number <= v.number), 1)
    FROM anchors a JOIN contributions k ON k.id = a.contribution_id JOIN chapters c ON c.id = a.chapter_id JOIN versions m ON m.id = a.version_id
    JOIN versions v ON v.chapter_id = a.chapter_id AND v.number >= m.number AND v.id <> c.version_id
    JOIN versions n ON n.chapter_id = v.chapter_id AND n.number = v.number + 1
    WHERE v.id = a.version_id OR k.created_at < n.published_at;

-- The ledger: what shaped a paragraph in a version. extent says whether a contribution was taken in whole or in part.
DROP TABLE ledger;
CREATE TABLE ledger (
    id              INTEGER PRIMARY KEY,
    chapter_id      INTEGER NOT NULL REFERENCES chapters (id),
    version_id      INTEGER NOT NULL REFERENCES versions (id),
    block_id        INTEGER NOT NULL REFERENCES blocks (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('contribution', 'research', 'editors')),
    contribution_id INTEGER REFERENCES contributions (id),
    extent          TEXT    NOT NULL DEFAULT '' CHECK (extent IN ('', 'whole', 'part')),
    citation        TEXT    NOT NULL DEFAULT '',
    link            TEXT    NOT NULL DEFAULT '',
    note            TEXT    NOT NULL DEFAULT '',
    entered_by      INTEGER REFERENCES people (id),
    entered_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_block ON ledger (block_id, version_id);
CREATE INDEX ledger_version ON ledger (version_id);
CREATE INDEX ledger_chapter ON ledger (chapter_id);
CREATE INDEX ledger_contribution ON ledger (contribution_id);
CREATE INDEX ledger_entered_by ON ledger (entered_by);

-- What editors decided about the next version before it is published. target names a paragraph of the draft: "b12" is
-- what block 12 becomes, anything else is the digest of a paragraph's words. words are those that it had then, by which
-- it is found again after it was written afresh.
CREATE TABLE draft_links (
    id         INTEGER PRIMARY KEY,
    chapter_id INTEGER NOT NULL REFERENCES chapters (id),
    version_id INTEGER NOT NULL REFERENCES versions (id),
    from_block INTEGER REFERENCES blocks (id),
    target     TEXT    NOT NULL DEFAULT '',
    words      TEXT    NOT NULL DEFAULT '',
    how        TEXT    NOT NULL CHECK (how IN ('same', 'reworded', 'moved', 'split', 'merged', 'removed', 'new')),
    put_by     INTEGER REFERENCES people (id),
    put_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_links_chapter ON draft_links (chapter_id);
CREATE INDEX draft_links_version ON draft_links (version_id);
CREATE INDEX draft_links_from ON draft_links (from_block);
CREATE INDEX draft_links_put_by ON draft_links (put_by);
CREATE TABLE draft_ledger (
    id              INTEGER PRIMARY KEY,
    chapter_id      INTEGER NOT NULL REFERENCES chapters (id),
    target          TEXT    NOT NULL,
    words           TEXT    NOT NULL DEFAULT '',
    kind            TEXT    NOT NULL CHECK (kind IN ('contribution', 'research', 'editors')),
    contribution_id INTEGER REFERENCES contributions (id),
    extent          TEXT    NOT NULL DEFAULT '' CHECK (extent IN ('', 'whole', 'part')),
    citation        TEXT    NOT NULL DEFAULT '',
    link            TEXT    NOT NULL DEFAULT '',
    note            TEXT    NOT NULL DEFAULT '',
    put_by          INTEGER REFERENCES people (id),
    put_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_ledger_chapter ON draft_ledger (chapter_id, target);
CREATE INDEX draft_ledger_contribution ON draft_ledger (contribution_id);
CREATE INDEX draft_ledger_put_by ON draft_ledger (put_by);
-- What editors mean to say of the next version: what changed, and why.
ALTER TABLE chapters ADD COLUMN draft_note TEXT NOT NULL DEFAULT '';

-- Discussions in which editors ask for the evidence that a chapter lacks.
CREATE TABLE evidence_calls (
    id         INTEGER PRIMARY KEY,
    chapter_id INTEGER NOT NULL REFERENCES chapters (id),
    evidence   TEXT    NOT NULL CHECK (evidence IN ('lived', 'practice', 'research')),
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    put_by     INTEGER REFERENCES people (id),
    put_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_calls_chapter ON evidence_calls (chapter_id, id);
CREATE INDEX evidence_calls_thread ON evidence_calls (thread_id);
CREATE INDEX evidence_calls_put_by ON evidence_calls (put_by);

-- Every save of a chapter's draft: one chain, each made from the one before. page and step say
-- from which open page it came, and after how many others from there, so that a late one does not undo a newer one.
CREATE TABLE draft_revisions (
    chapter_id INTEGER NOT NULL REFERENCES chapters (id),
    revision   INTEGER NOT NULL,
    body_md    TEXT    NOT NULL,
    merged     INTEGER NOT NULL DEFAULT 0 CHECK (merged IN (0, 1)),
    automatic  INTEGER NOT NULL DEFAULT 0 CHECK (automatic IN (0, 1)),
    saved_by   INTEGER REFERENCES people (id),
    saved_at   INTEGER NOT NULL,
    page       TEXT    NOT NULL DEFAULT '',
    step       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (chapter_id, revision)
) STRICT;
CREATE INDEX draft_revisions_saved_by ON draft_revisions (saved_by);
INSERT INTO draft_revisions (chapter_id, revision, body_md, saved_by, saved_at)
    SELECT id, draft_revision, draft_md, draft_by, COALESCE(draft_at, created_at) FROM chapters WHERE draft_revision > 0;
ALTER TABLE chapters DROP COLUMN draft_md;
-- Who is writing a chapter, on which page, and the words of theirs that could not be saved as the draft yet.
CREATE TABLE draft_writers (
    chapter_id    INTEGER NOT NULL REFERENCES chapters (id),
    person_id     INTEGER NOT NULL REFERENCES people (id),
    page          TEXT    NOT NULL,
    seen_at       INTEGER NOT NULL,
    body_md       TEXT,
    from_revision INTEGER,
    kept_at       INTEGER,
    step          INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (chapter_id, person_id, page)
) STRICT;
CREATE INDEX draft_writers_person ON draft_writers (person_id);

-- New words that a reader proposes for a paragraph. The contribution is why.
CREATE TABLE suggestions (
    contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
    author_id       INTEGER NOT NULL REFERENCES people (id),
    chapter_id      INTEGER NOT NULL REFERENCES chapters (id),
    version_id      INTEGER NOT NULL REFERENCES versions (id),
    block_id        INTEGER NOT NULL REFERENCES blocks (id),
    old_source      TEXT    NOT NULL,
    new_source      TEXT    NOT NULL,
    new_html        TEXT    NOT NULL,
    html_version    INTEGER NOT NULL,
    new_text        TEXT    NOT NULL
) STRICT;
CREATE INDEX suggestions_author ON suggestions (author_id);
CREATE INDEX suggestions_chapter ON suggestions (chapter_id);
CREATE INDEX suggestions_version ON suggestions (version_id);
CREATE INDEX suggestions_block ON suggestions (block_id);
-- The words that a suggestion proposed before they were changed.
ALTER TABLE contribution_revisions ADD COLUMN proposed TEXT NOT NULL DEFAULT '';

-- Whether people may comment on a chapter without an account. A moderator reads what they say first.
ALTER TABLE chapters ADD COLUMN guests INTEGER NOT NULL DEFAULT 0 CHECK (guests IN (0, 1));
-- The code with which somebody without an account finds what they said again.
CREATE TABLE receipts (
    contribution_id INTEGER PRIMARY KEY REFERENCES contributions (id),
    code_hash       BLOB    NOT NULL UNIQUE,
    created_at      INTEGER NOT NULL
) STRICT;

-- What a consultation owes to those whom it asks: what is decided and what is open, why, the options, who decides and when.
CREATE TABLE consultations (
    thread_id    INTEGER PRIMARY KEY REFERENCES threads (id),
    decided_md   TEXT    NOT NULL DEFAULT '',
    decided_html TEXT    NOT NULL DEFAULT '',
    open_md      TEXT    NOT NULL DEFAULT '',
    open_html    TEXT    NOT NULL DEFAULT '',
    why_md       TEXT    NOT NULL DEFAULT '',
    why_html     TEXT    NOT NULL DEFAULT '',
    html_version INTEGER NOT NULL DEFAULT 0,
    decider      TEXT    NOT NULL DEFAULT '',
    decision_at  INTEGER,
    opened_at    INTEGER,
    revision     INTEGER NOT NULL DEFAULT 1,
    changed_by   INTEGER REFERENCES people (id),
    changed_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX consultations_changed_by ON consultations (changed_by);
CREATE TABLE consultation_options (
    id        INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL REFERENCES consultations (thread_id),
    position  INTEGER NOT NULL,
    words     TEXT    NOT NULL,
    discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded IN (0, 1)),
    reason    TEXT    NOT NULL DEFAULT '',
    UNIQUE (thread_id, position)
) STRICT;
-- What everybody who took part in a thread is told, a batch at a time: up to which person they were, and how many.
CREATE TABLE consultation_tellings (
    id         INTEGER PRIMARY KEY,
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('changed', 'decided')),
    words      TEXT    NOT NULL,
    link       TEXT    NOT NULL,
    told       INTEGER NOT NULL DEFAULT 0,
    told_to    INTEGER NOT NULL DEFAULT 0,
    done       INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    told_by    INTEGER REFERENCES people (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consultation_tellings_thread ON consultation_tellings (thread_id);
CREATE INDEX consultation_tellings_told_by ON consultation_tellings (told_by);
-- Changes that everybody who took part was told of.
CREATE TABLE consultation_changes (
    id         INTEGER PRIMARY KEY,
    thread_id  INTEGER NOT NULL REFERENCES threads (id),
    words      TEXT    NOT NULL,
    closes_at  INTEGER,
    telling_id INTEGER NOT NULL REFERENCES consultation_tellings (id),
    made_by    INTEGER REFERENCES people (id),
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX consultation_changes_thread ON consultation_changes (thread_id, id);
CREATE INDEX consultation_changes_made_by ON consultation_changes (made_by);
CREATE INDEX consultation_changes_telling ON consultation_changes (telling_id);
-- What was decided at the end.
CREATE TABLE decision_records (
    id           INTEGER PRIMARY KEY,
    thread_id    INTEGER NOT NULL REFERENCES threads (id),
    number       INTEGER NOT NULL,
    decided_on   INTEGER NOT NULL,
    decided_by   TEXT    NOT NULL,
    words_md     TEXT    NOT NULL,
    words_html   TEXT    NOT NULL,
    html_version INTEGER NOT NULL,
    figures      TEXT    NOT NULL DEFAULT '{}',
    telling_id   INTEGER NOT NULL REFERENCES consultation_tellings (id),
    entered_by   INTEGER REFERENCES people (id),
    entered_at   INTEGER NOT NULL,
    UNIQUE (thread_id, number)
) STRICT;
CREATE INDEX decision_records_entered_by ON decision_records (entered_by);
CREATE INDEX decision_records_telling ON decision_records (telling_id);
CREATE TABLE decision_record_themes (
    record_id INTEGER NOT NULL REFERENCES decision_records (id),
    theme_id  INTEGER NOT NULL REFERENCES themes (id),
    PRIMARY KEY (record_id, theme_id)
) STRICT;
CREATE INDEX decision_record_themes_theme ON decision_record_themes (theme_id);
-- A decision is never changed: a new number takes its place. Only the HTML made from it may be made afresh.
-- +goose StatementBegin
CREATE TRIGGER decision_records_no_update BEFORE UPDATE OF id, thread_id, number, decided_on, decided_by, words_md, figures, telling_id, entered_by, entered_at ON decision_records BEGIN
    SELECT RAISE(ABORT, 'a decision is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_records_no_delete BEFORE DELETE ON decision_records BEGIN
    SELECT RAISE(ABORT, 'a decision is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_record_themes_no_update BEFORE UPDATE ON decision_record_themes BEGIN
    SELECT RAISE(ABORT, 'a decision is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_record_themes_no_delete BEFORE DELETE ON decision_record_themes BEGIN
    SELECT RAISE(ABORT, 'a decision is frozen');
END;
-- +goose StatementEnd
-- Who says that they read the responses, and how many there were then. Who has no account has a name here.
CREATE TABLE consultation_readers (
    id            INTEGER PRIMARY KEY,
    thread_id     INTEGER NOT NULL REFERENCES threads (id),
    person_id     INTEGER REFERENCES people (id),
    name          TEXT    NOT NULL DEFAULT '',
    role          TEXT    NOT NULL DEFAULT '',
    contributions INTEGER NOT NULL,
    last_seq      INTEGER NOT NULL,
    entered_by    INTEGER REFERENCES people (id),
    read_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX consultation_readers_thread ON consultation_readers (thread_id, id);
CREATE INDEX consultation_readers_person ON consultation_readers (person_id);
CREATE INDEX consultation_readers_entered_by ON consultation_readers (entered_by);

-- An Easy Read or plain version that stands beside a chapter, and which of its versions it says again.
CREATE TABLE companions (
    id           INTEGER PRIMARY KEY,
    chapter_id   INTEGER NOT NULL REFERENCES chapters (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('easy', 'plain')),
    number       INTEGER NOT NULL,
    version_id   INTEGER NOT NULL REFERENCES versions (id),
    body_md      TEXT    NOT NULL,
    body_html    TEXT    NOT NULL,
    html_version INTEGER NOT NULL,
    published_by INTEGER REFERENCES people (id),
    published_at INTEGER NOT NULL,
    UNIQUE (chapter_id, kind, number)
) STRICT;
CREATE INDEX companions_version ON companions (version_id);
CREATE INDEX companions_published_by ON companions (published_by);
-- A published companion is frozen: only the HTML made from it may be made afresh.
-- +goose StatementBegin
CREATE TRIGGER companions_no_update BEFORE UPDATE OF id, chapter_id, kind, number, version_id, body_md, published_at ON companions BEGIN
    SELECT RAISE(ABORT, 'a published companion is frozen');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER companions_no_delete BEFORE DELETE ON companions BEGIN
    SELECT RAISE(ABORT, 'a published companion is frozen');
END;
-- +goose StatementEnd
-- What a companion says is found with its chapter.
-- +goose StatementBegin
CREATE TRIGGER search_companion_new AFTER INSERT ON companions BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('chapter', NEW.chapter_id);
END;
-- +goose StatementEnd

-- Documents that were brought in and are not chapters yet: the text, and what of the document could not be kept.
CREATE TABLE manuscripts (
    id          INTEGER PRIMARY KEY,
    guide_id    INTEGER NOT NULL REFERENCES guides (id),
    name        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    body_md     TEXT    NOT NULL,
    losses      TEXT    NOT NULL,
    uploaded_by INTEGER REFERENCES people (id),
    uploaded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX manuscripts_guide ON manuscripts (guide_id, id);
CREATE INDEX manuscripts_uploaded_by ON manuscripts (uploaded_by);
CREATE INDEX manuscripts_uploaded_at ON manuscripts (uploaded_at);
