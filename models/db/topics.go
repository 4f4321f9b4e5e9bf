package db

import "strconv"

// Topics name what a page shows and what a command touches; committing a command drops the pages of its topics.
const (
	// TopicSite is on every page: names, settings, navigation.
	TopicSite = "site"
	// TopicRules is the house rules, the reasons and how the place is held; pages show them under TopicSite too.
	TopicRules = "rules"
	// TopicWatch is what the place watches for in words as they come in; no page of visitors shows it.
	TopicWatch = "watch"
	// TopicThemes is the codebook and its counts.
	TopicThemes = "themes"
	// TopicHearing is the summary and everything it is counted from, but for what TopicVoices names.
	TopicHearing = "hearing"
	// TopicVoices is what people do all the time: something new was said, a position was taken.
	TopicVoices = "voices"
	// TopicRegister is the newest signed head of the register.
	TopicRegister = "register"
	// TopicGroups is the list of groups.
	TopicGroups = "groups"
	// TopicGuides is the list of guides and chapters.
	TopicGuides = "guides"
	// TopicCalendar is when things close and are decided.
	TopicCalendar = "calendar"
	// TopicEverything drops every page: for changes that may show anywhere, such as a person's name, and after a
	// gap in hearing of other instances' commits, when nothing kept can be trusted.
	TopicEverything = "*"
)

// TopicThread is a discussion's or a chapter's contributions.
func TopicThread(id int64) string { return "thread:" + strconv.FormatInt(id, 10) }

// TopicGroup is a group's own page.
func TopicGroup(id int64) string { return "group:" + strconv.FormatInt(id, 10) }

// TopicPerson is what an account is: its name, role, state, memberships and sessions.
func TopicPerson(id int64) string { return "person:" + strconv.FormatInt(id, 10) }
