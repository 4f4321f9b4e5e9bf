// Package emerge finds what is said more than usual. It knows no database: counts go in, and out come what was to be
// expected, how likely chance alone would give as many, and whether that is worth a mark.
//
// # What is expected
//
// A series (a theme, a phrase, a theme in a place or by a kind of person) has a count y each week. Its rate has a gamma
// distribution learnt from its own last 16 weeks in which anything was said at all, λ ~ Γ(Σy+½, Σe), where the exposure
// e is how busy a week was: what was said that is not in the series, against its mean. That is a count too, so it is
// drawn towards an ordinary week the more, the less was said. The count of this week is then negative binomial with
// mean λ·e, and its variance holds all that is not known: the rate, the exposures, and how far counts scatter beyond
// chance, which is learnt from how far off earlier forecasts of all series, and of this one, were.
//
// A week that surged is no part of what is usual after it unless the surge lasts three weeks, and series that surge do
// not count in how busy a week was for the others.
//
// # What is marked
//
// A series is marked in a week where the tail probability P(Y ≥ y) is at most Level and People different people spoke.
// In simulation with bases of 0.5, 2 and 6 a week and volume varying by a log-sd of 0.4 at most 1.2% of quiet
// series-weeks are marked, and at least 80% of rises from 2 to 10 and from 6 to 18 a week in their first week
// (simulation_test.go measures both). Over everything tested in a week that is Chance marks to be expected by chance
// alone.
//
// # Who says it more
//
// SaidMore tells which kinds of people speak about a theme more than others, and Wordings which words they use more:
// people are counted, not uses, by log-odds with a Dirichlet prior (Monroe, Colaresi and Quinn 2008) and Fisher's exact
// test, with chance held down over everything that is tested.
//
// # Of the marks, those that are told
//
// Discoveries are the stricter choice among the marks: of them at most a chosen share is chance, however much is tested
// beside them, by the procedure of Benjamini and Hochberg with the discrete null distributions of the counts (Heyse
// 2011). It costs power: over thirty themes of which one rises, both rises are found in 81 to 84 of 100 first weeks with
// a share of 0.2, in 75 to 80 with 0.1, in 69 to 74 with 0.05, and in 82 to 86 by the mark alone.
package emerge
