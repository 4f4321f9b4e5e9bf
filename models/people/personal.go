package people

import "strings"

// Class says what a column holds about people. Export and erasure work from it, and a test fails on a column that
// has no class.
type Class string

// The classes of columns.
const (
	Identity  Class = "identity"  // who somebody is
	Contact   Class = "contact"   // how to reach them
	Content   Class = "content"   // what they wrote
	Behaviour Class = "behaviour" // what they did, and when
	Security  Class = "security"  // what keeps their account safe; never handed out
	None      Class = "none"      // nothing about anybody
)

// Table is a table with its columns by class.
type Table struct {
	Name    string
	Owner   string // the column that names whose row it is; empty where rows belong to nobody
	Columns classes
}

// classes lists the names of a table's columns by class, with spaces between.
type classes map[Class]string

// Class gives the class of a column; "" where it has none.
func (t Table) Class(column string) Class {
	for class, names := range t.Columns {
		for name := range strings.FieldsSeq(names) {
			if name == column {
				return class
			}
		}
	}
	return ""
}

// owned lists the columns that a person may have who asks for what is theirs.
func (t Table) owned() []string {
	var names []string
	for _, class := range []Class{Identity, Contact, Content, Behaviour} {
		names = append(names, strings.Fields(t.Columns[class])...)
	}
	return names
}

// Tables is every column of the schema with its class.
var Tables = []Table{
	{Name: "people", Owner: "id", Columns: classes{
		Identity:  "id public_name name_skeleton role who area organisation state import_key claimed_by",
		Contact:   "email",
		Content:   "about",
		Behaviour: "email_verified_at published_count unread_notices mail_stopped_at mail_paused_at language zone quiet_from quiet_until digest_day reading of_age_at equality_asked ask_more_from silenced_until suspended_until setback_at first_published_at trust created_at changed_at",
		Security:  "password_hash",
	}},
	{Name: "sessions", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Contact:   "network",
		Behaviour: "id device created_at last_seen_at expires_at second_at proved_at shared turn_of",
		Security:  "token_hash",
	}},
	{Name: "sign_in_links", Columns: classes{
		Identity:  "person_id public_name who area organisation",
		Contact:   "email",
		Behaviour: "purpose next_path draft_id created_at expires_at used_at waits",
		Security:  "id token_hash browser_hash code_hash password_hash attempts",
	}},
	{Name: "drafts", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Content:   "fields",
		Behaviour: "id place created_at changed_at version",
		Security:  "token_hash form_key",
	}},
	{Name: "limits", Columns: classes{Security: "bucket window_start used"}},
	{Name: "command_keys", Columns: classes{
		Security: "key_hash said",
		None:     "result created_at",
	}},
	{Name: "moves", Columns: classes{
		Identity: "moved_by",
		None:     "id thread_id path to_thread messages moved_at",
	}},
	{Name: "relocations", Columns: classes{None: "id from_thread to_thread whole before moved_at"}},
	{Name: "relocated", Columns: classes{None: "relocation_id contribution_id decision_id stayed parent_id kind seq root_seq path depth marker"}},
	{Name: "settings", Columns: classes{
		Identity: "changed_by",
		Contact:  "value", // of whom the place names: who answers for safety
		None:     "name changed_at",
	}},
	{Name: "register", Columns: classes{
		Identity:  "actor_id",
		Behaviour: "at act object_kind object_id reason details",
		None:      "id",
	}},
	{Name: "register_seals", Columns: classes{None: "seq entry_id hash"}},
	{Name: "jobs", Columns: classes{
		Contact: "payload",
		None:    "id kind unique_key state run_at attempts claimed_until last_error created_at",
	}},
	{Name: "themes", Columns: classes{None: "id slug name definition examples parent_id merged_into split_from mark state revision contribution_count created_at changed_at"}},
	{Name: "theme_revisions", Columns: classes{
		Identity: "changed_by",
		None:     "theme_id revision name definition examples parent_id mark state act other_id codebook moved reason changed_at",
	}},
	{Name: "groups", Columns: classes{
		Identity: "created_by",
		None:     "id slug name summary about_md about_html theme_id access hold slow_seconds member_count discussion_count revision created_at changed_at",
	}},
	{Name: "memberships", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "group_id role state created_at",
	}},
	{Name: "threads", Owner: "created_by", Columns: classes{
		Identity: "created_by",
		Content:  "title kept_title",
		None:     "id kind group_id slug state opens_at closes_at private opening_id last_seq contribution_count people_count pending_count listed slow_seconds locked_at locked_reason merged_into last_at created_at",
	}},
	{Name: "contributions", Owner: "author_id", Columns: classes{
		Identity:  "author_id recorder_id who evidence attributes import_key language",
		Content:   "body_md body_html",
		Behaviour: "id thread_id parent_id kind channel state state_reason state_at published_at revision edited_at created_at fate late noted covered sealed",
		None:      "seq root_seq path depth html_version agrees disagrees passes open_reports block_id",
	}},
	{Name: "contribution_revisions", Owner: "written_by", Columns: classes{
		Identity:  "evidence written_by",
		Content:   "body_md proposed",
		Behaviour: "contribution_id revision written_at public",
	}},
	{Name: "positions", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "contribution_id position created_at changed_at",
	}},
	{Name: "thread_people", Owner: "person_id", Columns: classes{
		Identity:  "person_id who",
		Behaviour: "thread_id contributions",
	}},
	{Name: "thread_tallies", Columns: classes{None: "thread_id who people contributions"}},
	{Name: "read_marks", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "thread_id seq ahead ahead_count changed_at",
	}},
	{Name: "guides", Columns: classes{
		Identity: "created_by",
		None:     "id slug title summary created_at changed_at",
	}},
	{Name: "chapters", Columns: classes{
		Identity: "draft_by",
		None:     "id guide_id thread_id slug number title summary state version_id paragraph_count draft_revision draft_at draft_note created_at whole_block_id gone_block_id guests",
	}},
	{Name: "versions", Columns: classes{
		Identity: "published_by",
		None:     "id chapter_id number body_md note digest published_at",
	}},
	{Name: "blocks", Columns: classes{None: "id chapter_id comment_count created_at"}},
	{Name: "version_blocks", Columns: classes{None: "version_id position block_id number kind level source html html_version text"}},
	{Name: "block_links", Columns: classes{
		Identity: "corrected_by",
		None:     "id version_id from_block to_block how sure",
	}},
	{Name: "anchors", Columns: classes{
		Identity: "placed_by",
		Content:  "quote",
		None: "contribution_id chapter_id version_id block_id prefix suffix quote_start quote_end status sure now_version_id now_block_id " +
			"now_start now_end placed_at",
	}},
	{Name: "anchor_places", Columns: classes{None: "version_id contribution_id block_id status sure start_at end_at"}},
	{Name: "fates", Columns: classes{
		Identity: "decided_by",
		None:     "id contribution_id chapter_id fate version_id block_id to_thread_id reason current decided_at",
	}},
	{Name: "fate_reasons", Columns: classes{
		Identity: "created_by",
		None:     "id fate words used changed_at",
	}},
	{Name: "ledger", Columns: classes{
		Identity: "entered_by",
		None:     "id chapter_id version_id block_id kind contribution_id extent citation link note entered_at",
	}},
	{Name: "draft_links", Columns: classes{
		Identity: "put_by",
		None:     "id chapter_id version_id from_block target words how put_at",
	}},
	{Name: "draft_ledger", Columns: classes{
		Identity: "put_by",
		None:     "id chapter_id target words kind contribution_id extent citation link note put_at",
	}},
	{Name: "evidence_calls", Columns: classes{
		Identity: "put_by",
		None:     "id chapter_id evidence thread_id put_at",
	}},
	{Name: "draft_revisions", Columns: classes{
		Identity: "saved_by",
		None:     "chapter_id revision body_md merged automatic saved_at page step",
	}},
	{Name: "draft_writers", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Content:   "body_md",
		Behaviour: "chapter_id page seen_at from_revision kept_at step",
	}},
	{Name: "suggestions", Owner: "author_id", Columns: classes{
		Identity:  "author_id",
		Content:   "new_source new_html new_text",
		Behaviour: "contribution_id chapter_id version_id block_id",
		None:      "old_source html_version",
	}},
	{Name: "receipts", Columns: classes{
		Security:  "code_hash",
		Behaviour: "contribution_id created_at",
	}},
	{Name: "consultations", Columns: classes{
		Identity: "changed_by",
		None:     "thread_id decided_md decided_html open_md open_html why_md why_html html_version decider decision_at opened_at revision changed_at",
	}},
	{Name: "consultation_options", Columns: classes{None: "id thread_id position words discarded reason"}},
	{Name: "consultation_tellings", Columns: classes{
		Identity: "told_by",
		None:     "id thread_id kind words link told told_to done created_at",
	}},
	{Name: "consultation_changes", Columns: classes{
		Identity: "made_by",
		None:     "id thread_id words closes_at telling_id made_at",
	}},
	{Name: "decision_records", Columns: classes{
		Identity: "entered_by",
		None:     "id thread_id number decided_on decided_by words_md words_html html_version figures telling_id entered_at",
	}},
	{Name: "decision_record_themes", Columns: classes{None: "record_id theme_id"}},
	{Name: "consultation_readers", Owner: "person_id", Columns: classes{
		Identity:  "person_id name role entered_by",
		Behaviour: "id thread_id contributions last_seq read_at",
	}},
	{Name: "companions", Columns: classes{
		Identity: "published_by",
		None:     "id chapter_id kind number version_id body_md body_html html_version published_at",
	}},
	{Name: "manuscripts", Columns: classes{
		Identity: "uploaded_by",
		None:     "id guide_id name title body_md losses uploaded_at",
	}},
	{Name: "tags", Owner: "put_by", Columns: classes{
		Identity: "put_by ended_by",
		None:     "id contribution_id theme_id source state from_id put_at ended_at",
	}},
	{Name: "tag_words", Owner: "put_by", Columns: classes{
		Identity: "put_by",
		None:     "id tag_id revision words_start words_end put_at",
	}},
	{Name: "theme_suggestions", Owner: "answered_by", Columns: classes{
		Identity: "answered_by",
		None:     "id contribution_id theme_id rank sure words model outcome tag_id answered_at",
	}},
	{Name: "codings", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "contribution_id queue outcome coded_at",
	}},
	{Name: "double_codings", Columns: classes{
		Identity: "made_by",
		None:     "id title codebook seed state revision made_at",
	}},
	{Name: "double_coders", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "coding_id",
	}},
	{Name: "double_items", Columns: classes{
		Identity: "resolved_by",
		None:     "coding_id contribution_id position note resolved_at",
	}},
	{Name: "double_marks", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "coding_id contribution_id marked_at",
	}},
	{Name: "double_themes", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "coding_id contribution_id theme_id",
	}},
	{Name: "hearing_queue", Columns: classes{None: "id kind ref"}},
	{Name: "hearing_state", Columns: classes{None: "id state zone maker seen_at"}},
	{Name: "hearing_facts", Columns: classes{
		Identity: "person_id who area",
		None:     "contribution_id thread_id group_id guide_id evidence channel said_at week agrees disagrees passes",
	}},
	{Name: "hearing_themes", Columns: classes{None: "theme_id contribution_id"}},
	{Name: "hearing_counts", Columns: classes{None: "scope theme_id who people contributions lived practice research agrees disagrees passes"}},
	{Name: "hearing_people", Columns: classes{
		Identity: "person_id who",
		None:     "scope theme_id contributions",
	}},
	{Name: "hearing_weeks", Columns: classes{None: "scope theme_id week contributions"}},
	{Name: "hearing_uncoded", Columns: classes{None: "id spot"}},
	{Name: "prompts", Columns: classes{
		Identity: "decided_by",
		Content:  "words",
		None:     "id kind state theme_id reason revision found_at seen_at decided_at",
	}},
	{Name: "prompt_members", Columns: classes{None: "prompt_id contribution_id strength"}},
	{Name: "hearing_copy_queue", Columns: classes{None: "id ref"}},
	{Name: "hearing_copies", Columns: classes{None: "contribution_id exact family"}},
	{Name: "hearing_copy_bands", Columns: classes{None: "hash contribution_id"}},
	{Name: "issues", Columns: classes{
		Identity: "changed_by",
		None:     "id theme_id title note_md note_html state state_at response_md response_html answer revision changed_at",
	}},
	{Name: "issue_pins", Columns: classes{
		Identity: "put_by ended_by",
		None:     "id theme_id contribution_id revision words_start words_end kind reason put_at ended_at",
	}},
	{Name: "issue_calls", Columns: classes{
		Identity: "put_by",
		None:     "id theme_id evidence thread_id put_at",
	}},
	{Name: "commitments", Columns: classes{
		Identity: "made_by changed_by",
		None:     "id theme_id action owner priority review_on state outcome revision made_at changed_at",
	}},
	{Name: "baselines", Columns: classes{
		Identity: "uploaded_by",
		None:     "id dimension title source state uploaded_at",
	}},
	{Name: "baseline_rows", Columns: classes{None: "baseline_id position category people"}},
	{Name: "equality_questions", Columns: classes{None: "id key words why position state"}},
	{Name: "equality_answers", Columns: classes{None: "question_id position words answers told"}},
	{Name: "snapshots", Columns: classes{
		Identity: "made_by",
		Content:  "facts",
		None: "id slug title intro_md drafted_by scope method facts_digest state reason revision made_at " +
			"published_at withdrawn_at",
	}},
	{Name: "snapshot_editions", Columns: classes{
		Content: "data",
		None:    "snapshot_id number digest note made_at",
	}},
	{Name: "snapshot_quotes", Columns: classes{None: "snapshot_id contribution_id removed_at"}},
	{Name: "reports", Owner: "reporter_id", Columns: classes{
		Identity:  "reporter_id",
		Contact:   "reporter_email",
		Content:   "reason note",
		Behaviour: "id contribution_id state created_at",
		None:      "decision_id file",
	}},
	{Name: "decisions", Owner: "moderator_id", Columns: classes{
		Identity:  "moderator_id author_id",
		Content:   "reason message",
		Behaviour: "id contribution_id act created_at undone_at",
		None:      "state_before reason_before revision reason_revision batch waited for_appeal put_back places files",
	}},
	{Name: "house_rules", Columns: classes{Identity: "changed_by", None: "number title words retired revision changed_at"}},
	{Name: "reasons", Columns: classes{
		Identity: "changed_by",
		None:     "key name report writer reader rule act grave retired revision changed_at",
	}},
	{Name: "rule_revisions", Columns: classes{Identity: "changed_by", None: "id kind key revision words changed_at"}},
	{Name: "cases", Columns: classes{
		Identity:  "assigned_to claimed_by opened_by",
		Behaviour: "contribution_id kind rank reason since claimed_until opened_at opinion hint",
		None:      "group_id",
	}},
	{Name: "findings", Columns: classes{
		Behaviour: "contribution_id revision kind act reason what words_start words_end other_id open created_at",
		None:      "id",
	}},
	{Name: "watched_words", Columns: classes{
		Identity: "changed_by",
		None:     "id words folded act reason nudge note whole retired found changed_at",
	}},
	{Name: "case_copies", Columns: classes{None: "contribution_id exact family"}},
	{Name: "case_copy_bands", Columns: classes{None: "hash contribution_id"}},
	{Name: "second_opinions", Owner: "asked_by", Columns: classes{
		Identity:  "asked_by asked_of given_by",
		Content:   "question words",
		Behaviour: "id contribution_id asked_at act reason given_at",
	}},
	// Neither who wrote a note nor whom it is about takes it away by themselves: an administrator makes a copy for the
	// person who asks, without what would tell them about somebody else.
	{Name: "person_notes", Columns: classes{
		Identity:  "person_id written_by",
		Content:   "words",
		Behaviour: "id written_at removed_at",
	}},
	{Name: "sealed_words", Columns: classes{
		Identity:  "sealed_by",
		Content:   "body_md proposed title",
		Behaviour: "id contribution_id revision why written_at sealed_at",
	}},
	{Name: "sanctions", Owner: "person_id", Columns: classes{
		Identity:  "person_id made_by ended_by",
		Content:   "reason message end_reason",
		Behaviour: "id kind contribution_id until made_at ended_at",
		Security:  "appeal_code",
		None:      "reason_revision",
	}},
	{Name: "appeals", Owner: "person_id", Columns: classes{
		Identity:  "person_id taken_by decided_by",
		Contact:   "email",
		Content:   "words outcome",
		Behaviour: "id kind decision_id sanction_id report_id contribution_id due_at taken_at state decided_at reminded_at created_at",
	}},
	{Name: "defamation_notices", Columns: classes{
		Identity:  "name poster_name closed_by recorded_by",
		Contact:   "email address poster_address",
		Content:   "statement meaning why wrong reply note",
		Behaviour: "id contribution_id unknown_poster may_pass_on state received_at contact_due_at contacted_at reply_due_at replied_at poster_may_pass act_due_at closed_at missing removed_before how",
		Security:  "reply_code",
		None:      "revision reminded_at",
	}},
	{Name: "safeguarding_leads", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "duty since"}},
	{Name: "concerns", Columns: classes{
		Identity:  "person_id raised_by",
		Contact:   "email phone",
		Content:   "words",
		Behaviour: "id contribution_id sealed_id how state state_before reason_before told told_at opened_at remind_at forgotten_at created_at closed_at",
	}},
	{Name: "concern_steps", Columns: classes{
		Identity:  "person_id",
		Content:   "words",
		Behaviour: "id concern_id step at",
	}},
	{Name: "safety_records", Columns: classes{Identity: "made_by", Content: "body note", Behaviour: "id kind version review_due made_at"}},
	{Name: "register_heads", Columns: classes{None: "id at seq hash before public_key signature"}},
	{Name: "notices", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Content:   "words",
		Behaviour: "id kind contribution_id thread_id answers link created_at read_at mail_at how digested_at because mailed theme_id",
	}},
	{Name: "follows", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "kind object_id how created_at"}},
	{Name: "tellings", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "about how"}},
	{Name: "spreads", Columns: classes{None: "id kind object_id thread_id reached told created_at done_at"}},
	{Name: "thread_dates", Columns: classes{None: "thread_id kind at withdrawn sequence changed_at"}},
	{Name: "digests", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "how due_at"}},
	{Name: "received_mails", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "id contribution_id outcome why received_at",
		Security:  "digest",
	}},
	{Name: "files", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Content:   "title alt",
		Behaviour: "id name kind bytes width height pages created_at removed_at",
		Security:  "digest",
	}},
	{Name: "attachments", Columns: classes{
		Content:   "kept_title kept_alt",
		Behaviour: "covered_at covered_by",
		None:      "contribution_id file_id position from_revision until_revision covered_in",
	}},
	{Name: "mentions", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "contribution_id created_at"}},
	{Name: "passkeys", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Content:   "name",
		Behaviour: "id created_at used_at",
		Security:  "credential_id credential",
	}},
	{Name: "authenticators", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "created_at confirmed_at",
		Security:  "secret last_step",
	}},
	{Name: "recovery_codes", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "id created_at used_at",
		Security:  "code_hash",
	}},
	{Name: "identities", Owner: "person_id", Columns: classes{
		Identity:  "person_id issuer subject",
		Behaviour: "created_at used_at",
	}},
	{Name: "ceremonies", Columns: classes{
		Identity:  "person_id",
		Behaviour: "kind created_at expires_at",
		Security:  "id token_hash data attempts",
	}},
	{Name: "devices", Owner: "person_id", Columns: classes{
		Identity:  "person_id",
		Behaviour: "first_at last_at",
		Security:  "token_hash alarm_hash",
	}},
	{Name: "marks", Owner: "person_id", Columns: classes{
		Identity:  "person_id words given_by ended_by",
		Content:   "why end_why",
		Behaviour: "id kind given_at until_at ended_at",
	}},
	{Name: "policies", Columns: classes{
		Identity: "made_by",
		None:     "kind number body_md body_html frozen changes asks accepted made_at",
	}},
	{Name: "acceptances", Owner: "person_id", Columns: classes{Identity: "person_id", Behaviour: "kind number accepted_at"}},
	{Name: "privacy_requests", Owner: "person_id", Columns: classes{
		Identity:  "person_id name taken_by recorded_by decided_by",
		Contact:   "contact",
		Content:   "words outcome extension",
		Behaviour: "id kind received_at due_at acknowledged_at extended_at state decided_at reminded_at",
		Security:  "code_hash",
	}},
	{Name: "erasures", Columns: classes{
		Identity:  "person_id",
		Behaviour: "joined_at how erased_at",
	}},
	{Name: "certificates", Columns: classes{None: "id kind kept before_at removed begun_at made_at"}},
	{Name: "retention", Columns: classes{
		Identity: "held_by changed_by",
		Content:  "held_why",
		None:     "kind days next_days next_at held_at changed_at ran_at",
	}},
}
