// Package watch looks at words as they come in: it finds private details, signs that somebody may be at risk, words that
// the place watches for, links, names that pass for somebody else's, bursts and near-copies. It decides nothing: what it
// finds says whether a moderator looks before others read it or after, and moderators alone see it.
//
// Looking at a text needs no database and takes a time that grows with its length alone, whatever it says; see Look. Only
// bursts, and copies of what was said before, are asked of the database inside the command that adds the words.
package watch
