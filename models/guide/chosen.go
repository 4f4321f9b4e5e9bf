package guide

import (
	"slices"

	"folkmoot/models/db"
	"folkmoot/models/people"
)

// putter stores choices for one passage.
type putter struct {
	tx            *db.Tx
	chapter, by   int64
	target, words string
}

func (p putter) answer(a Answer, add addition) error {
	for id, extent := range a.Had {
		if a.Has[id] == extent {
			continue
		}
		if err := p.drop("kind = 'contribution' AND contribution_id = ?", id); err != nil {
			return err
		}
	}
	for _, id := range sorted(a.Has) {
		if a.Had[id] != a.Has[id] {
			if err := p.one(ByContribution, id, a.Has[id], "", ""); err != nil {
				return err
			}
		}
	}
	if a.HadEditors && !a.Editors {
		if err := p.drop("kind = ?", ByEditors); err != nil {
			return err
		}
	}
	if a.Editors && !a.HadEditors {
		if err := p.one(ByEditors, 0, "", "", ""); err != nil {
			return err
		}
	}
	for _, id := range a.Drop {
		if _, err := p.tx.Exec("DELETE FROM draft_ledger WHERE chapter_id = ? AND id = ? AND kind <> 'contribution'", p.chapter, id); err != nil {
			return err
		}
	}
	for _, id := range add.said {
		if err := p.one(ByContribution, id, InWhole, "", ""); err != nil {
			return err
		}
	}
	if add.citation != "" {
		return p.one(ByResearch, 0, "", add.citation, add.link)
	}
	return nil
}

func sorted(set map[int64]Extent) []int64 {
	all := make([]int64, 0, len(set))
	for id := range set {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

// drop takes choices away that were made for the passage, under whichever name it had.
func (p putter) drop(condition string, arg any) error {
	_, err := p.tx.Exec("DELETE FROM draft_ledger WHERE chapter_id = ? AND target = ? AND "+condition, p.chapter, p.target, arg)
	return err
}

// one stores a choice, once however many editors make it. What not everybody may see is left out.
func (p putter) one(shape Shape, said int64, extent Extent, citation, link string) error {
	visible := "1 = 1"
	args := []any{
		p.chapter, p.target, p.words, shape, db.Null(said), extent, citation, link, p.by, p.tx.Now(),
		p.chapter, p.target, shape, said, citation, link, p.chapter, p.target, maxOfOne,
	}
	if shape == ByContribution {
		seen, more := people.Visitor.Sees("c", "t")
		visible = "EXISTS (SELECT 1 FROM contributions c JOIN threads t ON t.id = c.thread_id WHERE c.id = ? AND " + seen + ")"
		args = append(append(args, said), more...)
	}
	_, err := p.tx.Exec(`INSERT INTO draft_ledger (chapter_id, target, words, kind, contribution_id, extent, citation, link, put_by, put_at)
		SELECT CAST(? AS BIGINT), ?, ?, ?, CAST(? AS BIGINT), ?, ?, ?, CAST(? AS BIGINT), CAST(? AS BIGINT)
		WHERE NOT EXISTS (SELECT 1 FROM draft_ledger WHERE chapter_id = ? AND target = ? AND kind = ? AND COALESCE(contribution_id, 0) = ? AND citation = ? AND link = ?)
		AND (SELECT COUNT(*) FROM draft_ledger WHERE chapter_id = ? AND target = ?) < ? AND `+visible, args...)
	return err
}
