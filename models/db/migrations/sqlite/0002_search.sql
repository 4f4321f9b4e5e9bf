-- +goose Up

-- The search index. It holds word stems made by the program, the same on both engines; it is behind the tables by what
-- stands in search_queue, is left out of backups' digests and can be made afresh at any time.
-- search_said is what people said, by contribution; search_named is what has a name: discussions, chapters, themes and
-- groups. The second column holds marks that filters look for.
CREATE VIRTUAL TABLE search_said USING fts4 (stems, marks, tokenize=simple, order=desc);
CREATE VIRTUAL TABLE search_named USING fts4 (stems, marks, tokenize=simple, order=desc);
INSERT INTO search_said (search_said) VALUES ('automerge=8');
INSERT INTO search_named (search_named) VALUES ('automerge=8');

-- What has changed and is to be indexed. Rows are only added, never changed, so that the number of a row is used once.
CREATE TABLE search_queue (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT    NOT NULL,
    ref  INTEGER NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER search_contribution_new AFTER INSERT ON contributions WHEN NEW.state = 'published' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_contribution_changed AFTER UPDATE OF body_md, evidence, who, state, thread_id, created_at ON contributions
    WHEN OLD.state = 'published' OR NEW.state = 'published' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_contribution_gone AFTER DELETE ON contributions BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_tag_new AFTER INSERT ON tags WHEN NEW.state = 'accepted' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', NEW.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_tag_changed AFTER UPDATE OF state, theme_id ON tags WHEN OLD.state = 'accepted' OR NEW.state = 'accepted' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', NEW.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_tag_gone AFTER DELETE ON tags WHEN OLD.state = 'accepted' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('contribution', OLD.contribution_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_discussion_new AFTER INSERT ON threads WHEN NEW.kind = 'discussion' AND NEW.listed = 1 BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('discussion', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_discussion_changed AFTER UPDATE OF title, listed, group_id ON threads
    WHEN NEW.kind = 'discussion' AND (OLD.title <> NEW.title OR OLD.listed <> NEW.listed OR OLD.group_id IS NOT NEW.group_id) BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('discussion', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_discussion_gone AFTER DELETE ON threads WHEN OLD.kind = 'discussion' BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('discussion', OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_chapter_new AFTER INSERT ON chapters BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('chapter', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_chapter_changed AFTER UPDATE OF title, summary, version_id ON chapters BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('chapter', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_chapter_gone AFTER DELETE ON chapters BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('chapter', OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_theme_new AFTER INSERT ON themes BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('theme', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_theme_changed AFTER UPDATE OF name, definition, state ON themes BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('theme', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_theme_gone AFTER DELETE ON themes BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('theme', OLD.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_group_new AFTER INSERT ON groups BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('group', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_group_changed AFTER UPDATE OF name, summary, about_md ON groups BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('group', NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_group_gone AFTER DELETE ON groups BEGIN
    INSERT INTO search_queue (kind, ref) VALUES ('group', OLD.id);
END;
-- +goose StatementEnd

-- What is there already is to be indexed.
INSERT INTO search_queue (kind, ref) SELECT 'theme', id FROM themes ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'group', id FROM groups ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'chapter', id FROM chapters ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'discussion', id FROM threads WHERE kind = 'discussion' AND listed = 1 ORDER BY id;
INSERT INTO search_queue (kind, ref) SELECT 'contribution', id FROM contributions WHERE state = 'published' ORDER BY id;
