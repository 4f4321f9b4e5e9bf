package people

import "strings"

// commonWords are what common passwords are put together from, the longest first where one holds another. Everyday
// words are not among them: three of those make a good password.
var commonWords = strings.Fields(`
	qwertyuiop asdfghjkl zxcvbnm qwerty azerty qwertz asdfgh asdf zxcv qazwsx
	password passwort passwd passwrd passw0rd password passphrase mypassword contrasena motdepasse senha parola haslo
	pass word secret letmein letme iloveyou iloveu loveyou ilove trustno welcome changeme change default
	administrator admin root user guest login signin access account test testing temp demo hello hallo
	princess sunshine superman batman pokemon starwars football baseball basketball soccer hockey liverpool chelsea
	arsenal manchester dragon monkey shadow master michael jordan charlie daniel thomas ashley jessica michelle
	whatever freedom nothing computer internet killer fuckyou fuck sexy babygirl angel lovely
	abcdefghijklmnopqrstuvwxyz abcdefgh abcdef abcd abc january february march april june july august september
	october november december monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
	google facebook microsoft samsung apple folkmoot
	this that is my the you your and for please standard
`)

// longCommon are passwords of fifteen characters or more that lists of stolen ones hold and no pattern explains:
// first lines, names and sayings, and what broken forms and seedings of accounts left behind. Small letters and
// digits only, as reduced gives them.
var longCommon = set(`
	correcthorsebatterystaple correctbatteryhorsestaple horsebatterystaplecorrect thequickbrownfox
	thequickbrownfoxjumpsoverthelazydog jumpsoverthelazydog maytheforcebewithyou mayttheforcebewithyou
	tobeornottobethatisthequestion tobeornottobe itwasthebestoftimes inthebeginningwastheword
	inthebeginninggodcreated ourfatherwhoartinheaven thelordismyshepherd jesusismysaviour jesusismysavior
	godisgoodallthetime youllneverwalkalone youwillneverwalkalone gladysknightandthepips
	twinkletwinklelittlestar maryhadalittlelamb humptydumptysatonawall onceuponatime supercalifragilisticexpialidocious
	hakunamatataforever allyouneedislove allyourbasearebelongtous openupandletmein opensesameopensesame
	keepcalmandcarryon godsavethequeen godsavetheking rulebritannia jerusalemjerusalem
	nevergonnagiveyouup nevergonnaletyoudown rickrollrickroll winteriscoming youknownothingjonsnow
	onebandtorulethemall oneringtorulethemall speakfriendandenter thecakeisalie abandonallhope
	iamthewalrus hellodarknessmyoldfriend bohemianrhapsody stairwaytoheaven
	idontknowmypassword iforgotmypassword idontrememberit cantrememberit enteryourpassword
	manchesterunited manchestercity wolverhamptonwanderers westbromwichalbion tottenhamhotspur newcastleunited
	westhamunited astonvillafc nottinghamforest leicestercityfc
	harrypotterandthe hogwartsexpress expectopatronum expeliarmusexpeliarmus
	momsanaladventure mailcreated5240 hd764nw5d7e1vb1 hd764nw5d7e1vbv bhrh0h2oof6xbqjeh zqjphsyf6ctifgu
	lhbjkjubz2957704 polniypizdec1102 polniypizdec0211 polniypizdec110211 neepodchehyl nemvxyheqdd5oqxyxyzi
	lytdybrbdfvgbhf bpgjldsgjldthnf aksjdlasdakj89879 420842084208555 nick1234rem936 23176djivanfros
`)

func set(words string) map[string]struct{} {
	all := map[string]struct{}{}
	for _, word := range strings.Fields(words) {
		all[word] = struct{}{}
	}
	return all
}
