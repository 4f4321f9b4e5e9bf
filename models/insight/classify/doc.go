// Package classify suggests themes for what people said. It learns from every tag at once, and from the words of the
// codebook alone before there are any. It knows no database.
//
// # How
//
// A text is its stems and pairs of neighbouring stems, its runs of three to five letters, both by tf-idf, and the mean
// of its words' vectors (space.go). For each theme two support vector machines are trained against all other themes,
// one of them on terms scaled by their log-count ratio, and added up to one weight for each term (linear.go). The name
// and the definition of a theme are texts to learn from like any other, its examples likewise while there are few tags.
// Texts without tags (Background) tell which themes are usual here (prior.go) and, while there are few tags, are learned
// from as the model itself would tag them (fit.go). What a person tags counts at once as a correction of the weights
// (recent.go), until Refit learns everything afresh. Sure is measured by learning from one half of the tags and
// suggesting for the other (sureness.go).
//
// # What was measured
//
// Comments of patients on ambulances, 24 themes, 1,710 comments, means of four to six random splits, the test comments
// as background; share of labels among three suggestions by comment, with 0, 5, 20 and 100 tags a theme, of which many
// themes have fewer (571 comments at 100):
//
//	                                                      0     5    20   100
//	centroid + complement Bayes + machine + vectors      .47   .66   .80   .86
//	one machine on stems and letters                           .64   .79   .85
//	with word vectors                                          .68   .81   .86
//	with the words of the codebook                       .53   .71   .82   .87
//	with the second machine                              .57   .71   .83   .87
//	with the shares of the themes in the background      .63   .71   .84   .87
//	and learning from the background                     .67   .74   .84   .87
//	the same with the examples in the codebook           .72   .80   .84   .87
//
// Then, over six other splits, with the standard deviation between them; at 100 after 581 comments:
//
//	                                                     0         5        20       100
//	as above                                       .69±.01   .75±.04   .83±.01   .86±.01
//	longer meanings, cheaper slips as tags come    .69±.01   .77±.03   .84±.01   .87±.01
//	the same as a share of all labels              .63±.01   .74±.03   .80±.01   .83±.01
//
// With 10 and 50 tags a theme (168 and 444 comments) .80 and .86, or .77 and .82 of all labels: about .03 for twice the
// comments, so some .90 of a comment's and .86 of all labels can be hoped for from 1,500. One comment in ten has three
// themes or more, of which three suggestions find .6; of one theme they find .89.
//
// The settings were tried on descriptions of programs too (1,500 with 30 uses for themes, 1,950 with 24 kinds). Both
// changes helped on all three, by .02, .01 and .02 at 5 and .004 to .01 from 20 on. There a name of a few words is
// often the whole definition, and the codebook alone finds .35 to .45.
//
// Splits differ by .01 (.04 at 5). The surer half of the first suggestions is right .79, .89 and .93 at 5, 20 and 100,
// and of suggestions that are 85 to 95 % sure .88, .90 and .93 are right. From a codebook alone Sure hardly passes one
// half, since no more can be known. A model that has learned nothing but its codebook and no background: .60.
//
// Not worth it, and left out: complement naive Bayes, centroids and nearest neighbours beside the machines, kernels,
// latent semantic analysis of the background, the parent's name (it costs .09 at 0), a second layer over the scores of
// all themes, logistic regression, runs of letters across words, three words in a row, clauses by themselves (+.002).
// Word vectors of 10,000, 30,000 and 100,000 words differ by .003. Nor are, on any of the three: words
// near in meaning as terms of their own (+.03 on uses of programs at 0, -.01 on patients, nothing from 20 tags on), classes
// weighed by the root of their size (-.005), following the background's shares further or learning from it for longer
// (0), the second machine counting twice (0).
package classify
