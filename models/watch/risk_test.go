package watch_test

import (
	"testing"

	"folkmoot/models/watch"
)

// risky are made-up words in which a careful reader would fear for somebody, by what for.
var risky = []struct{ kind, text string }{
	{watch.Suicide, "I want to die."},
	{watch.Suicide, "i just want to die tbh"},
	{watch.Suicide, "I don’t want to be here any more"},
	{watch.Suicide, "Some nights I don't want to wake up."},
	{watch.Suicide, "I have been thinking about killing myself."},
	{watch.Suicide, "If they take the house I will kill myself"},
	{watch.Suicide, "My son said he wants to die and we wait ten weeks."},
	{watch.Suicide, "There is no reason to live since she went."},
	{watch.Suicide, "I can’t see the point in living"},
	{watch.Suicide, "They would be better off without me."},
	{watch.Suicide, "I feel suicidal most mornings"},
	{watch.Suicide, "My neighbour is suicidal and nobody comes."},
	{watch.Suicide, "I took an overdose on Sunday"},
	{watch.Suicide, "I nearly jumped off the bridge last week."},
	{watch.Suicide, "He tried to hang himself in March"},
	{watch.Suicide, "I think about ending it all"},
	{watch.Suicide, "I am going to end my life"},
	{watch.Suicide, "She wrote a suicide note"},
	{watch.Suicide, "I wish I was dead"},
	{watch.Suicide, "I wish I’d never been born"},
	{watch.Suicide, "Goodbye everyone, I am sorry"},
	{watch.Suicide, "My brother took his own life last year and I think about it too."},
	{watch.Suicide, "i cant go on any more"},
	{watch.Suicide, "Life is not worth living now"},
	{watch.Suicide, "I have thought of suicide since the fire"},
	{watch.Suicide, "I won't be here tomorrow"},
	{watch.Suicide, "Everyone would be better without me"},
	{watch.Suicide, "She threw herself under a train"},
	{watch.Suicide, "kms? no: I will kill myself, I mean it"},
	{watch.Suicide, "I’ve nothing left to live for"},
	{watch.SelfHarm, "I cut my arms again last night"},
	{watch.SelfHarm, "I have started self-harming again"},
	{watch.SelfHarm, "My daughter self-harms and CAMHS will not see her"},
	{watch.SelfHarm, "I want to hurt myself"},
	{watch.SelfHarm, "She is harming herself"},
	{watch.SelfHarm, "I keep cutting myself"},
	{watch.Abuse, "My husband hits me"},
	{watch.Abuse, "my ex beats me up and the police do nothing"},
	{watch.Abuse, "He strangled me in front of the kids."},
	{watch.Abuse, "I am scared of my husband"},
	{watch.Abuse, "I’m afraid to go home"},
	{watch.Abuse, "I don't feel safe at home"},
	{watch.Abuse, "He says he will kill me if I leave"},
	{watch.Abuse, "She won't let me leave the house"},
	{watch.Abuse, "I was raped in the park in May"},
	{watch.Abuse, "My neighbour is being beaten by her son"},
	{watch.Abuse, "He locks me in when he goes out"},
	{watch.Abuse, "My carer takes my pension and shouts at me"},
	{watch.Abuse, "They are forcing me to marry my cousin"},
	{watch.Abuse, "The woman upstairs is being abused"},
	{watch.Abuse, "He threatened to stab her"},
	{watch.Abuse, "my dad punches my mum"},
	{watch.Child, "I am 12 and my stepdad hits me"},
	{watch.Child, "My uncle touches me"},
	{watch.Child, "The kids next door are left alone every night"},
	{watch.Child, "That little boy is always covered in bruises"},
	{watch.Child, "The baby upstairs is being starved"},
	{watch.Child, "He was touching a child in the changing room"},
	{watch.Child, "She hits her kids with a belt"},
	{watch.Child, "An older man picks up girls outside the school"},
	{watch.Child, "he is messaging a girl of 13 for photos"},
	{watch.Child, "A man asked my daughter for naked photos of her"},
	{watch.Child, "They use that lad for county lines, he is a boy of 14"},
	{watch.Child, "I hear the toddler screaming all night and the mother drunk"},
	{watch.Child, "The children are locked in a bedroom all day"},
}

// harmless are made-up words that hold the same words and no danger to anybody.
var harmless = []string{
	"This bus will be the death of me.",
	"I am dying to see the new library.",
	"The charges are killing our high street.",
	"We are killing ourselves trying to park here.",
	"I nearly killed myself laughing at the plan.",
	"I’d rather die than use that underpass.",
	"That junction is suicidal for cyclists.",
	"It would be political suicide to close the baths.",
	"We need more money for suicide prevention.",
	"The strategy should say more about suicide and self-harm.",
	"People who feel suicidal wait too long for help.",
	"Training for librarians on signs of abuse would help.",
	"The chapter on domestic abuse is good.",
	"Support for children who were abused is thin.",
	"Suicide rates among young men have gone up.",
	"The council is hitting us hard with these charges.",
	"The price of a ticket hits me in the pocket.",
	"The wind on that corner beats me every time",
	"I hurt myself on the broken pavement.",
	"I cut myself on the glass in the park.",
	"My mum fell and hurt herself on the steps.",
	"I am scared to walk home in the dark.",
	"I am afraid to go home late because the bus is empty.",
	"I do not feel safe on the bus at night.",
	"Children need somewhere safe to play.",
	"My daughter was left alone at the stop when the bus drove past.",
	"The kids are screaming with joy in the new playground.",
	"Kill two birds with one stone: plant trees and stop the noise.",
	"Cut the hedge, it is dead.",
	"Dead trees on Hollin Lane want felling.",
	"My husband died in that ward and they were kind.",
	"She died of cancer last year; the hospice was wonderful.",
	"I want to live here until I die.",
	"I hope to be buried here when I die.",
	"I will be dead before they build it.",
	"The market is dying on its feet.",
	"End it all: the charges, the fines, the permits.",
	"We cannot go on like this without a bus.",
	"There is no point in living here without a car.",
	"Life isn’t worth living without a decent bus.",
	"The path is better off dead straight.",
	"He hit me with his trolley by accident in the market",
	"Somebody hit my car.",
	"The ball hit me on the head in the park.",
	"It hurts me to see the baths closed.",
	"The noise makes me want to scream.",
	"He takes his money from the bank in town.",
	"The library kept me sane.",
	"The club keeps me in touch with friends.",
	"I locked myself out.",
	"We were locked in the park after dark, the gates need a sign.",
	"It forced me to have a car.",
	"They made me wait four hours.",
	"The youth club keeps boys off the street.",
	"Older men and women need benches.",
	"An older man runs the football club for girls and does it well.",
	"The GP told me to cut down.",
	"My son is a child of eight and walks to school.",
	"The children are hungry for books.",
	"Children go hungry in the holidays, so keep the lunch club.",
	"The toddler group is lovely.",
	"Photos of children should not be on the site without asking.",
	"Domestic abuse is a hidden problem in villages.",
	"A refuge for women who were beaten was closed in 2015.",
	"Self-harm is rising among teenagers, says the report.",
	"Stop the abuse of disabled parking bays.",
	"Drivers abuse me when I cycle on the pavement.",
	"The plan was raped of all meaning.",
	"The landlord threatened to put the rent up.",
	"The bridge is where boys jump into the water in summer",
	"He jumped off the bus before it stopped.",
	"I overdosed on cake at the fete.",
	"It is the end of my life as a driver.",
	"The hill kills me.",
	"The commute is killing me.",
	"I am drowning in paperwork.",
	"We hang ourselves out to dry with this contract.",
	"The murder mystery evening raised £300.",
	"I thought I would die of boredom at that meeting.",
	"Never again do I want to wake up to that noise.",
	"I no longer want to live here.",
	"I don't want to live in a town without trees.",
	"We do not want to be here in ten years asking for the same.",
	"The ward staff never hurt her.",
	"She was worried she would hurt herself if she got up.",
	"My brother works for the Samaritans.",
	"The book club read a novel about suicide.",
	"The lane is a suicide lane, with cars on both sides.",
	"He takes the kids to school alone.",
}

// What is missed and what is found in vain are counted; neither may grow.
func TestRiskIsToldFromFiguresOfSpeech(t *testing.T) {
	missed, vain, kinds := 0, 0, 0
	for _, c := range risky {
		kind, spans := watch.AtRisk(c.text)
		if len(spans) == 0 {
			missed++
			t.Logf("missed: %s", c.text)
		} else if kind != c.kind {
			kinds++
			t.Logf("%s, not %s: %s", kind, c.kind, c.text)
		}
	}
	for _, text := range harmless {
		if kind, spans := watch.AtRisk(text); len(spans) > 0 {
			vain++
			t.Logf("found in vain: %s (%s) %q", text, kind, text[spans[0].Start:spans[0].End])
		}
	}
	t.Logf("%d of %d found, %d of another kind; %d of %d found in vain", len(risky)-missed, len(risky), kinds, vain, len(harmless))
	if missed > 0 || vain > 0 || kinds > 0 {
		t.Errorf("%d missed, %d of another kind, %d in vain", missed, kinds, vain)
	}
}
