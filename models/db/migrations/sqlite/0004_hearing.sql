-- +goose Up

-- The codebook. A theme that was merged leads to the one it went into; one that was split off leads to where it came from.
ALTER TABLE themes ADD COLUMN merged_into INTEGER REFERENCES themes (id);
ALTER TABLE themes ADD COLUMN split_from INTEGER REFERENCES themes (id);
CREATE INDEX themes_merged_into ON themes (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX themes_split_from ON themes (split_from) WHERE split_from IS NOT NULL;
-- Every wording says what was done and is one version of the whole codebook: the codebook of a version is, of each theme,
-- the last wording up to it.
ALTER TABLE theme_revisions ADD COLUMN act TEXT NOT NULL DEFAULT 'change' CHECK (act IN ('create', 'change', 'merge', 'split', 'retire', 'restore'));
ALTER TABLE theme_revisions ADD COLUMN other_id INTEGER REFERENCES themes (id);
ALTER TABLE theme_revisions ADD COLUMN codebook INTEGER NOT NULL DEFAULT 0;
-- What else went with a theme that was merged: groups, commitments and pins, as JSON, to be brought back with it.
ALTER TABLE theme_revisions ADD COLUMN moved TEXT NOT NULL DEFAULT '';
UPDATE theme_revisions SET act = 'create' WHERE revision = 1;
UPDATE theme_revisions SET act = 'retire' WHERE state = 'retired';
UPDATE theme_revisions SET act = 'restore' WHERE state = 'current' AND EXISTS (SELECT 1 FROM theme_revisions b
    WHERE b.theme_id = theme_revisions.theme_id AND b.revision = theme_revisions.revision - 1 AND b.state = 'retired');
UPDATE theme_revisions SET codebook = (SELECT COUNT(*) FROM theme_revisions b WHERE b.changed_at < theme_revisions.changed_at
    OR (b.changed_at = theme_revisions.changed_at AND (b.theme_id < theme_revisions.theme_id
    OR (b.theme_id = theme_revisions.theme_id AND b.revision <= theme_revisions.revision))));
CREATE UNIQUE INDEX theme_revisions_codebook ON theme_revisions (codebook);
CREATE INDEX theme_revisions_other ON theme_revisions (other_id) WHERE other_id IS NOT NULL;

-- The words of a contribution that a tag rests on: bytes of its stored Markdown as it was at a revision. A tag without any
-- rests on the whole of it.
ALTER TABLE tags DROP COLUMN words_start;
ALTER TABLE tags DROP COLUMN words_end;
-- A tag that was put in the place of another, by a correction, a merge or a split, leads to it.
ALTER TABLE tags ADD COLUMN from_id INTEGER REFERENCES tags (id);
CREATE INDEX tags_from ON tags (from_id) WHERE from_id IS NOT NULL;
CREATE TABLE tag_words (
    id          INTEGER PRIMARY KEY,
    tag_id      INTEGER NOT NULL REFERENCES tags (id),
    revision    INTEGER NOT NULL,
    words_start INTEGER NOT NULL,
    words_end   INTEGER NOT NULL,
    put_by      INTEGER REFERENCES people (id),
    put_at      INTEGER NOT NULL,
    CHECK (words_start >= 0 AND words_end > words_start)
) STRICT;
CREATE UNIQUE INDEX tag_words_tag ON tag_words (tag_id, revision, words_start, words_end);
CREATE INDEX tag_words_put_by ON tag_words (put_by);

-- What the program suggested to somebody who was coding, kept as it was beside what they did with it.
CREATE TABLE theme_suggestions (
    id              INTEGER PRIMARY KEY,
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    theme_id        INTEGER NOT NULL REFERENCES themes (id),
    rank            INTEGER NOT NULL, -- 1 is the first
    sure            INTEGER NOT NULL, -- thousandths
    words           TEXT    NOT NULL DEFAULT '', -- that drove it, as bytes START-END of the stored Markdown, with spaces between
    model           TEXT    NOT NULL, -- which model, and how much it had learnt
    outcome         TEXT    NOT NULL CHECK (outcome IN ('accepted', 'refused', 'passed')),
    tag_id          INTEGER REFERENCES tags (id),
    answered_by     INTEGER REFERENCES people (id),
    answered_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX theme_suggestions_contribution ON theme_suggestions (contribution_id, rank);
CREATE INDEX theme_suggestions_theme ON theme_suggestions (theme_id);
CREATE INDEX theme_suggestions_tag ON theme_suggestions (tag_id);
CREATE INDEX theme_suggestions_by ON theme_suggestions (answered_by);

-- Who read what on the coding screen, in which order of the queue, and how it ended.
CREATE TABLE codings (
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    person_id       INTEGER NOT NULL REFERENCES people (id),
    queue           TEXT    NOT NULL CHECK (queue IN ('coverage', 'newest', 'random', 'list')),
    outcome         TEXT    NOT NULL CHECK (outcome IN ('coded', 'none', 'skipped')),
    coded_at        INTEGER NOT NULL,
    PRIMARY KEY (contribution_id, person_id)
) STRICT;
CREATE INDEX codings_person ON codings (person_id, coded_at);
CREATE INDEX codings_queue ON codings (queue, outcome, coded_at);

-- Double coding: a sample that two or more people code without seeing each other's work.
CREATE TABLE double_codings (
    id         INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL,
    codebook   INTEGER NOT NULL, -- the version of the codebook that was coded with
    seed       INTEGER NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'compared', 'closed')),
    revision   INTEGER NOT NULL DEFAULT 1,
    made_by    INTEGER REFERENCES people (id),
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX double_codings_made_by ON double_codings (made_by);
CREATE TABLE double_coders (
    coding_id INTEGER NOT NULL REFERENCES double_codings (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (coding_id, person_id)
) STRICT;
CREATE INDEX double_coders_person ON double_coders (person_id);
CREATE TABLE double_items (
    coding_id       INTEGER NOT NULL REFERENCES double_codings (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    position        INTEGER NOT NULL,
    note            TEXT    NOT NULL DEFAULT '',
    resolved_by     INTEGER REFERENCES people (id),
    resolved_at     INTEGER,
    PRIMARY KEY (coding_id, contribution_id)
) STRICT;
CREATE UNIQUE INDEX double_items_position ON double_items (coding_id, position);
CREATE INDEX double_items_contribution ON double_items (contribution_id);
CREATE INDEX double_items_resolved_by ON double_items (resolved_by);
-- What a coder said of an item: they read it, and each theme they gave it.
CREATE TABLE double_marks (
    coding_id       INTEGER NOT NULL,
    contribution_id INTEGER NOT NULL,
    person_id       INTEGER NOT NULL REFERENCES people (id),
    marked_at       INTEGER NOT NULL,
    PRIMARY KEY (coding_id, contribution_id, person_id),
    FOREIGN KEY (coding_id, contribution_id) REFERENCES double_items (coding_id, contribution_id)
) STRICT;
CREATE INDEX double_marks_person ON double_marks (person_id);
CREATE INDEX double_marks_contribution ON double_marks (contribution_id);
CREATE TABLE double_themes (
    coding_id       INTEGER NOT NULL,
    contribution_id INTEGER NOT NULL,
    person_id       INTEGER NOT NULL,
    theme_id        INTEGER NOT NULL REFERENCES themes (id),
    PRIMARY KEY (coding_id, contribution_id, person_id, theme_id),
    FOREIGN KEY (coding_id, contribution_id, person_id) REFERENCES double_marks (coding_id, contribution_id, person_id)
) STRICT;
CREATE INDEX double_themes_theme ON double_themes (theme_id);
CREATE INDEX double_themes_contribution ON double_themes (contribution_id);
CREATE INDEX double_themes_person ON double_themes (person_id);

-- From how many people there is somebody of each area.
CREATE INDEX people_area ON people (area) WHERE area <> '';

-- What is counted in "What we are hearing". hearing_queue names what has changed since; whoever reads the figures counts it
-- first. hearing_facts is each public contribution as it was counted, so that it can be taken out again exactly; the rest
-- is what is counted from it. Whoever writes any of it holds the row of hearing_state. All of it can be made afresh at any
-- time and is left out of backups' digests.
CREATE TABLE hearing_queue (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT    NOT NULL,
    ref  INTEGER NOT NULL
) STRICT;
CREATE TABLE hearing_state (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    state   TEXT    NOT NULL CHECK (state IN ('none', 'making', 'ready')),
    zone    TEXT    NOT NULL DEFAULT '', -- whose weeks are counted
    maker   TEXT    NOT NULL DEFAULT '', -- who makes all of it afresh
    seen_at INTEGER NOT NULL DEFAULT 0   -- when the maker was last heard of
) STRICT;
INSERT INTO hearing_state (id, state) VALUES (1, 'none');
CREATE TABLE hearing_facts (
    contribution_id INTEGER PRIMARY KEY,
    thread_id       INTEGER NOT NULL,
    group_id        INTEGER NOT NULL, -- 0 for none
    guide_id        INTEGER NOT NULL, -- 0 for none
    person_id       INTEGER NOT NULL,
    who             TEXT    NOT NULL,
    evidence        TEXT    NOT NULL,
    channel         TEXT    NOT NULL,
    area            TEXT    NOT NULL,
    said_at         INTEGER NOT NULL,
    week            INTEGER NOT NULL,
    agrees          INTEGER NOT NULL,
    disagrees       INTEGER NOT NULL,
    passes          INTEGER NOT NULL
) STRICT;
CREATE INDEX hearing_facts_said ON hearing_facts (said_at);
CREATE INDEX hearing_facts_group ON hearing_facts (group_id, said_at);
CREATE INDEX hearing_facts_guide ON hearing_facts (guide_id, said_at) WHERE guide_id > 0;
CREATE TABLE hearing_themes (
    theme_id        INTEGER NOT NULL,
    contribution_id INTEGER NOT NULL,
    PRIMARY KEY (theme_id, contribution_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hearing_themes_contribution ON hearing_themes (contribution_id);
-- Scope is 'all', 'group:N', 'guide:N' or 'thread:N' (of a chapter); theme 0 is whatever the theme. who = '*' is everybody,
-- and whatever the theme '@Netherton' is everybody of that area.
CREATE TABLE hearing_counts (
    scope         TEXT    NOT NULL,
    theme_id      INTEGER NOT NULL,
    who           TEXT    NOT NULL,
    people        INTEGER NOT NULL,
    contributions INTEGER NOT NULL,
    lived         INTEGER NOT NULL,
    practice      INTEGER NOT NULL,
    research      INTEGER NOT NULL,
    agrees        INTEGER NOT NULL,
    disagrees     INTEGER NOT NULL,
    passes        INTEGER NOT NULL,
    PRIMARY KEY (scope, theme_id, who)
) STRICT, WITHOUT ROWID;
CREATE TABLE hearing_people (
    scope         TEXT    NOT NULL,
    theme_id      INTEGER NOT NULL,
    person_id     INTEGER NOT NULL,
    who           TEXT    NOT NULL,
    contributions INTEGER NOT NULL,
    PRIMARY KEY (scope, theme_id, person_id, who)
) STRICT, WITHOUT ROWID;
CREATE TABLE hearing_weeks (
    scope         TEXT    NOT NULL,
    theme_id      INTEGER NOT NULL,
    week          INTEGER NOT NULL,
    contributions INTEGER NOT NULL,
    PRIMARY KEY (scope, theme_id, week)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER hearing_contribution_new AFTER INSERT ON contributions WHEN NEW.state = 'published' BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_contribution_changed AFTER UPDATE OF state, who, evidence, channel, agrees, disagrees, passes, thread_id, author_id, created_at ON contributions
    WHEN OLD.state = 'published' OR NEW.state = 'published' BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_contribution_gone AFTER DELETE ON contributions BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_tag_new AFTER INSERT ON tags WHEN NEW.state = 'accepted' BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', NEW.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_tag_changed AFTER UPDATE OF state, theme_id ON tags WHEN OLD.state = 'accepted' OR NEW.state = 'accepted' BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', NEW.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_tag_gone AFTER DELETE ON tags WHEN OLD.state = 'accepted' BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('contribution', OLD.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_thread_changed AFTER UPDATE OF private, group_id, kind ON threads
    WHEN OLD.private <> NEW.private OR OLD.group_id IS NOT NEW.group_id OR OLD.kind <> NEW.kind BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('thread', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_chapter_changed AFTER UPDATE OF guide_id ON chapters WHEN OLD.guide_id <> NEW.guide_id BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('thread', NEW.thread_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_person_changed AFTER UPDATE OF area ON people WHEN OLD.area <> NEW.area BEGIN
    INSERT INTO hearing_queue (kind, ref) VALUES ('person', NEW.id);
END;
-- +goose StatementEnd
-- Everything that is there is to be counted.
INSERT INTO hearing_queue (kind, ref) VALUES ('everything', 0);

-- What nobody has put a theme on yet, nor said of that none fits: what there is to read on the coding screen. The triggers
-- keep it. Spot is its place in an order that is random and always the same; every fifth spot belongs to the random
-- sample by which suggestions are judged.
CREATE TABLE hearing_uncoded (
    id   INTEGER PRIMARY KEY, -- the contribution's
    spot INTEGER NOT NULL
) STRICT;
CREATE INDEX hearing_uncoded_sample ON hearing_uncoded (spot, id) WHERE spot % 5 = 0;
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_new AFTER INSERT ON contributions WHEN NEW.state = 'published' BEGIN
    INSERT OR REPLACE INTO hearing_uncoded (id, spot)
    VALUES (NEW.id, ((NEW.id * 48271 + 11) % 2147483647) * ((NEW.id * 48271 + 11) % 2147483647) % 2147483647);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_state AFTER UPDATE OF state ON contributions WHEN OLD.state <> NEW.state BEGIN
    DELETE FROM hearing_uncoded WHERE id = NEW.id;
    INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.id = NEW.id AND c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_gone AFTER DELETE ON contributions BEGIN
    DELETE FROM hearing_uncoded WHERE id = OLD.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_tag AFTER INSERT ON tags WHEN NEW.state = 'accepted' BEGIN
    DELETE FROM hearing_uncoded WHERE id = NEW.contribution_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_tag_changed AFTER UPDATE OF state ON tags WHEN OLD.state <> NEW.state BEGIN
    DELETE FROM hearing_uncoded WHERE id = NEW.contribution_id;
    INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.id = NEW.contribution_id AND c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_tag_gone AFTER DELETE ON tags WHEN OLD.state = 'accepted' BEGIN
    DELETE FROM hearing_uncoded WHERE id = OLD.contribution_id;
    INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.id = OLD.contribution_id AND c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_none AFTER INSERT ON codings WHEN NEW.outcome = 'none' BEGIN
    DELETE FROM hearing_uncoded WHERE id = NEW.contribution_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_none_changed AFTER UPDATE OF outcome ON codings WHEN OLD.outcome <> NEW.outcome BEGIN
    DELETE FROM hearing_uncoded WHERE id = NEW.contribution_id;
    INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.id = NEW.contribution_id AND c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_uncoded_none_gone AFTER DELETE ON codings WHEN OLD.outcome = 'none' BEGIN
    DELETE FROM hearing_uncoded WHERE id = OLD.contribution_id;
    INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.id = OLD.contribution_id AND c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');
END;
-- +goose StatementEnd
INSERT INTO hearing_uncoded (id, spot) SELECT c.id, ((c.id * 48271 + 11) % 2147483647) * ((c.id * 48271 + 11) % 2147483647) % 2147483647
    FROM contributions c WHERE c.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.contribution_id = c.id AND g.state = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM codings k WHERE k.contribution_id = c.id AND k.outcome = 'none');

-- Reading prompts: what several people mention and no theme fits yet. The program finds them, people decide. What they say
-- is always read from their members that may be seen.
CREATE TABLE prompts (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('topic', 'phrase')),
    words      TEXT    NOT NULL, -- what they mention, the most telling first, with commas between
    state      TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'made', 'joined', 'aside', 'gone')),
    theme_id   INTEGER REFERENCES themes (id), -- made from it, or joined
    reason     TEXT    NOT NULL DEFAULT '',
    revision   INTEGER NOT NULL DEFAULT 1,
    found_at   INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL, -- when it was last found
    decided_by INTEGER REFERENCES people (id),
    decided_at INTEGER
) STRICT;
CREATE INDEX prompts_state ON prompts (state, kind, id);
CREATE INDEX prompts_theme ON prompts (theme_id);
CREATE INDEX prompts_decided_by ON prompts (decided_by);
CREATE TABLE prompt_members (
    prompt_id       INTEGER NOT NULL REFERENCES prompts (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    strength        INTEGER NOT NULL, -- thousandths: how typical it is
    PRIMARY KEY (prompt_id, contribution_id)
) STRICT;
CREATE INDEX prompt_members_contribution ON prompt_members (contribution_id);

-- Contributions that say nearly the same, so that people and distinct texts can be counted apart. hearing_copy_queue names
-- what is to be looked at again; family is one of those alike, its own id where it stands alone. All of it can be made
-- afresh at any time.
CREATE TABLE hearing_copy_queue (
    id  INTEGER PRIMARY KEY AUTOINCREMENT,
    ref INTEGER NOT NULL
) STRICT;
CREATE TABLE hearing_copies (
    contribution_id INTEGER PRIMARY KEY,
    exact           INTEGER NOT NULL,
    family          INTEGER NOT NULL
) STRICT;
CREATE INDEX hearing_copies_family ON hearing_copies (family, contribution_id);
CREATE INDEX hearing_copies_exact ON hearing_copies (exact);
CREATE TABLE hearing_copy_bands (
    hash            INTEGER NOT NULL,
    contribution_id INTEGER NOT NULL,
    PRIMARY KEY (hash, contribution_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hearing_copy_bands_contribution ON hearing_copy_bands (contribution_id);
-- +goose StatementBegin
CREATE TRIGGER hearing_copy_new AFTER INSERT ON contributions WHEN NEW.state = 'published' BEGIN
    INSERT INTO hearing_copy_queue (ref) VALUES (NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER hearing_copy_changed AFTER UPDATE OF body_md, state ON contributions
    WHEN OLD.body_md <> NEW.body_md OR (OLD.state = 'published') <> (NEW.state = 'published') BEGIN
    INSERT INTO hearing_copy_queue (ref) VALUES (NEW.id);
END;
-- +goose StatementEnd
INSERT INTO hearing_copy_queue (ref) SELECT id FROM contributions WHERE state = 'published' ORDER BY id;

-- An issue: what was done, and words that an editor keeps in view.
ALTER TABLE issues ADD COLUMN answer TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'did', 'partly', 'will', 'not'));
CREATE TABLE issue_pins (
    id              INTEGER PRIMARY KEY,
    theme_id        INTEGER NOT NULL REFERENCES themes (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    revision        INTEGER NOT NULL,
    words_start     INTEGER NOT NULL,
    words_end       INTEGER NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('quote', 'one-voice')),
    reason          TEXT    NOT NULL,
    put_by          INTEGER REFERENCES people (id),
    put_at          INTEGER NOT NULL,
    ended_by        INTEGER REFERENCES people (id),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX issue_pins_once ON issue_pins (theme_id, contribution_id) WHERE ended_at IS NULL;
CREATE INDEX issue_pins_theme ON issue_pins (theme_id);
CREATE INDEX issue_pins_contribution ON issue_pins (contribution_id);
CREATE INDEX issue_pins_put_by ON issue_pins (put_by);
CREATE INDEX issue_pins_ended_by ON issue_pins (ended_by);
CREATE TABLE commitments (
    id         INTEGER PRIMARY KEY,
    theme_id   INTEGER NOT NULL REFERENCES themes (id),
    action     TEXT    NOT NULL,
    owner      TEXT    NOT NULL DEFAULT '', -- who does it: a team or a body
    priority   TEXT    NOT NULL DEFAULT '', -- of the strategy
    review_on  TEXT    NOT NULL DEFAULT '', -- day
    state      TEXT    NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'under-way', 'done', 'stopped')),
    outcome    TEXT    NOT NULL DEFAULT '',
    revision   INTEGER NOT NULL DEFAULT 1,
    made_by    INTEGER REFERENCES people (id),
    made_at    INTEGER NOT NULL,
    changed_by INTEGER REFERENCES people (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX commitments_theme ON commitments (theme_id);
CREATE INDEX commitments_review ON commitments (review_on) WHERE state IN ('planned', 'under-way');
CREATE INDEX commitments_made_by ON commitments (made_by);
CREATE INDEX commitments_changed_by ON commitments (changed_by);

-- A discussion in which editors ask for the evidence that an issue lacks.
CREATE TABLE issue_calls (
    id        INTEGER PRIMARY KEY,
    theme_id  INTEGER NOT NULL REFERENCES themes (id),
    evidence  TEXT    NOT NULL CHECK (evidence IN ('lived', 'practice', 'research')),
    thread_id INTEGER NOT NULL REFERENCES threads (id),
    put_by    INTEGER REFERENCES people (id),
    put_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX issue_calls_theme ON issue_calls (theme_id, id);
CREATE INDEX issue_calls_thread ON issue_calls (thread_id);
CREATE INDEX issue_calls_put_by ON issue_calls (put_by);

-- Who lives here: what the place uploaded to hold what it heard against. Dimension is 'who', 'area' or the key of an
-- equality question.
CREATE TABLE baselines (
    id          INTEGER PRIMARY KEY,
    dimension   TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    state       TEXT    NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'replaced')),
    uploaded_by INTEGER REFERENCES people (id),
    uploaded_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX baselines_current ON baselines (dimension) WHERE state = 'current';
CREATE INDEX baselines_uploaded_by ON baselines (uploaded_by);
CREATE TABLE baseline_rows (
    baseline_id INTEGER NOT NULL REFERENCES baselines (id),
    position    INTEGER NOT NULL,
    category    TEXT    NOT NULL,
    people      INTEGER NOT NULL,
    PRIMARY KEY (baseline_id, position)
) STRICT;
-- Equality answers are counts and nothing else: no row is anybody's, so nothing leads from an answer to a person.
CREATE TABLE equality_questions (
    id       INTEGER PRIMARY KEY,
    key      TEXT    NOT NULL UNIQUE,
    words    TEXT    NOT NULL,
    why      TEXT    NOT NULL DEFAULT '',
    position INTEGER NOT NULL UNIQUE,
    state    TEXT    NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'retired'))
) STRICT;
-- Told is the count that is shown. It follows when several more people have answered, so that nobody can see one answer come in.
CREATE TABLE equality_answers (
    question_id INTEGER NOT NULL REFERENCES equality_questions (id),
    position    INTEGER NOT NULL,
    words       TEXT    NOT NULL,
    answers     INTEGER NOT NULL DEFAULT 0,
    told        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (question_id, position)
) STRICT;
-- The position of the last question that somebody was asked, so that nobody is asked the same twice.
ALTER TABLE people ADD COLUMN equality_asked INTEGER NOT NULL DEFAULT 0;
-- From when somebody may be shown more to take a position on; NULL = they never want to be.
ALTER TABLE people ADD COLUMN ask_more_from INTEGER DEFAULT 0;
-- What enough people took a position on to be counted among views, and the positions on it without looking at their rows.
CREATE INDEX contributions_answered ON contributions (thread_id, id) WHERE agrees + disagrees + passes >= 5;
CREATE INDEX contributions_answered_newest ON contributions (id) WHERE agrees + disagrees + passes >= 5;
DROP INDEX positions_contribution;
CREATE INDEX positions_contribution ON positions (contribution_id, person_id, position);

-- Snapshots: a summary frozen and published, with the data behind it. An edition is its bytes as they were given away; what
-- is hidden or erased later loses its words in a new one, whose digest rests on the one before.
CREATE TABLE snapshots (
    id           INTEGER PRIMARY KEY,
    slug         TEXT    NOT NULL UNIQUE,
    title        TEXT    NOT NULL,
    intro_md     TEXT    NOT NULL DEFAULT '',
    drafted_by   TEXT    NOT NULL DEFAULT '', -- the language model that drafted the introduction
    scope        TEXT    NOT NULL,
    method       INTEGER NOT NULL,
    facts        BLOB    NOT NULL, -- the rows that it was counted from, compressed
    facts_digest TEXT    NOT NULL,
    state        TEXT    NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'withdrawn')),
    reason       TEXT    NOT NULL DEFAULT '',
    revision     INTEGER NOT NULL DEFAULT 1,
    made_by      INTEGER REFERENCES people (id),
    made_at      INTEGER NOT NULL,
    published_at INTEGER,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX snapshots_state ON snapshots (state, published_at, id);
CREATE INDEX snapshots_made_by ON snapshots (made_by);
CREATE TABLE snapshot_editions (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    number      INTEGER NOT NULL,
    data        BLOB    NOT NULL,
    digest      TEXT    NOT NULL,
    note        TEXT    NOT NULL DEFAULT '',
    made_at     INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, number)
) STRICT;
-- Whose words stand in a snapshot, so that those of a contribution can be found when it goes.
CREATE TABLE snapshot_quotes (
    snapshot_id     INTEGER NOT NULL REFERENCES snapshots (id),
    contribution_id INTEGER NOT NULL REFERENCES contributions (id),
    removed_at      INTEGER,
    PRIMARY KEY (snapshot_id, contribution_id)
) STRICT;
CREATE INDEX snapshot_quotes_contribution ON snapshot_quotes (contribution_id);
-- Words leave every snapshot for good in the moment in which not everybody may read them any more: 0 stands for now, until an
-- edition without them says when.
-- +goose StatementBegin
CREATE TRIGGER snapshot_contribution_gone AFTER UPDATE OF state ON contributions WHEN OLD.state = 'published' AND NEW.state <> 'published' BEGIN
    UPDATE snapshot_quotes SET removed_at = 0 WHERE contribution_id = NEW.id AND removed_at IS NULL;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER snapshot_contribution_moved AFTER UPDATE OF thread_id ON contributions WHEN OLD.thread_id <> NEW.thread_id BEGIN
    UPDATE snapshot_quotes SET removed_at = 0 WHERE contribution_id = NEW.id AND removed_at IS NULL
        AND EXISTS (SELECT 1 FROM threads t WHERE t.id = NEW.thread_id AND t.private = 1);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER snapshot_thread_private AFTER UPDATE OF private ON threads WHEN OLD.private = 0 AND NEW.private = 1 BEGIN
    UPDATE snapshot_quotes SET removed_at = 0 WHERE removed_at IS NULL AND contribution_id IN (SELECT id FROM contributions WHERE thread_id = NEW.id);
END;
-- +goose StatementEnd
