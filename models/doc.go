// Package models is what is true. It holds no code of its own: its rooms stand below it, and a room may import
// only rooms above it in this list.
//
//	clock         the one source of time (a leaf: anyone may use it)
//	say           what the program says to people, before their language is known (a leaf)
//	prose         Markdown to safe HTML, plain text, paragraphs (a leaf)
//	db            both engines, migrations, transactions, keyset pages, error kinds
//	audit         the append-only register, hash-chained
//	queue         outbox and jobs: enqueued in the caller's transaction
//	people        accounts, roles, sign-in, privacy, and who may see what
//	notify        what people are told, on the site and by mail
//	files         pictures and documents that people attach
//	search        one index, two engines
//	rules         what the place asks of people: house rules, reasons, whom to turn to
//	groups        themed groups and membership
//	watch         what is noticed in words as they come in
//	discussion    threads, contributions, positions, edits, read marks
//	consultation  what is owed to those who are asked: terms, times, changes, the decision at the end
//	guide         guides, chapters, versions, paragraphs, anchors, fates, ledger
//	themes        codebook and tagging
//	sealed        words that were taken out of sight: who may read them, and each reading of them
//	moderation    reports, queue, decisions
//	appeals       somebody else looks again at what was decided, or was not
//	defamation    notices of complaint under the Defamation Act, with their steps and clocks
//	safeguarding  somebody may be at risk: sealed words, leads, concerns
//	safety        what the Online Safety Act and others have a place keep in writing
//	figures       what moderators do, in numbers: for everybody, and for the team
//	reach         who lives here, and whom we have heard from
//	insight       the summary and its issues: what is counted, what is emerging, who sees things alike
//	coding        reading and tagging at speed: suggestions, queues, double coding
//	snapshots     summaries that were frozen and published
//	received      mail that came in: answers, and mail that came back
//	retention     what is kept, why and for how long, and the work that removes it then
//	privacy       what people may ask about what is held of them
package models
