package opinion

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func shuffle[T any](list []T) {
	rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// planted makes up a conversation whose groups stand around a middle. Each person votes on about a share of
// the statements; the further apart the groups and the less people differ within them, the clearer they are.
type planted struct {
	people, statements, groups int
	share, apart, within       float64
	seed                       uint64
}

func (p planted) made() (votes []Vote, groups map[int64]int) {
	random := rand.New(rand.NewPCG(p.seed, 1))
	weights := make([]float64, p.groups)
	total := 0.0
	for g := range weights {
		weights[g] = 0.6 + 0.8*random.Float64()
		total += weights[g]
	}
	loads := make([][3]float64, p.statements)
	for j := range loads {
		loads[j] = [3]float64{0.7 + random.NormFloat64(), p.apart * random.NormFloat64(), p.apart * random.NormFloat64()}
	}
	groups = map[int64]int{}
	for person := range int64(p.people) {
		g, u := 0, random.Float64()*total
		for u >= weights[g] {
			u -= weights[g]
			g++
		}
		groups[person] = g
		angle := 2 * math.Pi * float64(g) / float64(p.groups)
		x, y := math.Cos(angle)+p.within*random.NormFloat64(), math.Sin(angle)+p.within*random.NormFloat64()
		share := p.share * math.Exp(0.6*random.NormFloat64()-0.18)
		for j, load := range loads {
			if random.Float64() >= share {
				continue
			}
			v := Vote{Person: person, Statement: int64(j), Value: Disagree, Order: random.Int64N(1e9)}
			if random.Float64() < 0.15 {
				v.Value = Pass
			} else if random.Float64() < 1/(1+math.Exp(-load[0]-load[1]*x-load[2]*y)) {
				v.Value = Agree
			}
			votes = append(votes, v)
		}
	}
	return votes, groups
}

// lost drops votes at random.
func lost(votes []Vote, share float64, random *rand.Rand) []Vote {
	var kept []Vote
	for _, v := range votes {
		if random.Float64() >= share {
			kept = append(kept, v)
		}
	}
	return kept
}

func TestPlantedGroupsAreFound(t *testing.T) {
	for _, want := range []struct {
		planted
		agreement float64
	}{
		{planted{300, 80, 2, 0.3, 2, 0.3, 1}, 0.9},
		{planted{600, 120, 2, 0.15, 2, 0.2, 2}, 0.9},
		{planted{400, 100, 3, 0.3, 3, 0.1, 3}, 0.85},
		{planted{900, 200, 3, 0.15, 4, 0.1, 4}, 0.85},
		{planted{500, 120, 4, 0.4, 4, 0.05, 5}, 0.85},
		{planted{800, 200, 4, 0.3, 4, 0.05, 6}, 0.85},
	} {
		votes, groups := want.made()
		r := Analyse(votes, nil, Options{})
		if got := agreement(groupsOf(r), groups); r.K != want.groups || got < want.agreement {
			t.Errorf("%+v: %d groups, agreement %.3f", want.planted, r.K, got)
		}
	}
}

// Votes alone decide: not their order, nor how many come at a time, nor whether they are added to what was there.
func TestOrderAndBatchesDoNotMatter(t *testing.T) {
	votes, _ := planted{200, 60, 3, 0.3, 2, 0.3, 8}.made()
	for i := range votes[:300] { // second thoughts, some at the same moment
		votes = append(votes, Vote{votes[i].Person, votes[i].Statement, int8(i%3 - 1), votes[i].Order + int64(i%2)})
	}
	statements := []Statement{{ID: 3, Out: true}, {ID: 5, Meta: true}, {ID: 900}, {ID: 3}}
	for _, method := range []Method{Folkmoot, Polis} {
		want := Analyse(votes, statements, Options{Method: method})
		for _, batch := range []int{1_000_000, 1000, 37} {
			shuffle(votes)
			shuffle(statements)
			c := New(statements)
			for i := 0; i < len(votes); i += batch {
				c.Add(votes[i:min(i+batch, len(votes))])
			}
			if got := c.Analyse(Options{Method: method}); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %d at a time: another result", method, batch)
			}
		}
	}
}

// One more vote gives what a new start with all votes gives.
func TestWarmIsCold(t *testing.T) {
	votes, _ := planted{150, 40, 2, 0.3, 2, 0.3, 9}.made()
	c := New(nil)
	c.Add(votes[:len(votes)-20])
	for i := len(votes) - 20; i < len(votes); i++ {
		c.Add(votes[i : i+1])
		if got, want := c.Analyse(Options{}), Analyse(votes[:i+1], nil, Options{}); !reflect.DeepEqual(got, want) {
			t.Fatalf("after %d votes: another result", i+1)
		}
	}
}

func TestGroupsHoldStillWhenVotesAreLost(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	sum, n := 0.0, 0.0
	for seed := range uint64(6) {
		votes, _ := planted{250, 80, 2 + int(seed%3), 0.3, 2.5, 0.25, seed}.made()
		before := groupsOf(Analyse(votes, nil, Options{}))
		for range 3 {
			sum += agreement(before, groupsOf(Analyse(lost(votes, 0.02, random), nil, Options{})))
			n++
		}
	}
	if sum/n < 0.95 {
		t.Errorf("agreement with itself %.3f", sum/n)
	}
}

// Where everybody's votes are drawn from the same urn there are no groups, whatever the shares and whoever votes
// much or little.
func TestChanceMakesNoGroups(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	found, runs := 0, 0
	for range 120 {
		people, statements := 20+random.IntN(150), 10+random.IntN(60)
		even := random.IntN(2) == 0
		shares := make([]float64, statements)
		for j := range shares {
			shares[j] = random.Float64()
		}
		var votes []Vote
		for person := range people {
			much := 0.4 * math.Exp(0.7*random.NormFloat64())
			for j, share := range shares {
				if random.Float64() >= much {
					continue
				}
				v := Vote{Person: int64(person), Statement: int64(j), Value: int8(random.IntN(3) - 1)}
				if !even {
					v.Value = Disagree
					if random.Float64() < share {
						v.Value = Agree
					}
				}
				votes = append(votes, v)
			}
		}
		r := Analyse(votes, nil, Options{})
		runs++
		if r.K > 0 {
			found++
		} else if r.Why != AllAlike && r.Why != FewPeople {
			t.Errorf("no groups because %q", r.Why)
		}
	}
	if found*20 > runs {
		t.Errorf("groups in %d of %d conversations of chance", found, runs)
	}
}

func TestReasonsForNoGroups(t *testing.T) {
	few, _ := planted{14, 30, 2, 1, 4, 0.1, 1}.made()
	seldom, _ := planted{200, 30, 2, 0.06, 4, 0.1, 1}.made()
	var alike []Vote
	for person := range int64(100) {
		for j := range int64(20) {
			alike = append(alike, Vote{Person: person, Statement: j, Value: Agree})
		}
	}
	odd := append([]Vote(nil), alike...) // three see everything the other way round
	for i := range odd {
		if odd[i].Person < 3 {
			odd[i].Value = Disagree
		}
	}
	for _, want := range []struct {
		name  string
		votes []Vote
		why   Reason
	}{
		{"nobody", nil, FewPeople},
		{"one vote", few[:1], FewPeople},
		{"fourteen people", few, FewPeople},
		{"three votes each", seldom, FewPeople},
		{"all the same", alike, AllAlike},
		{"three against all", odd, SmallGroups},
	} {
		r := Analyse(want.votes, nil, Options{})
		if r.K != 0 || r.Why != want.why || len(r.Groups) != 0 || len(r.Representative) != 0 || r.Apart != 0 {
			t.Errorf("%s: %d groups, %q, want %q", want.name, r.K, r.Why, want.why)
		}
		for _, p := range r.People {
			if p.Group != -1 {
				t.Fatalf("%s: %+v", want.name, p)
			}
		}
		for _, d := range r.Details {
			if share := smoothed(d.Agree, d.Agree+d.Disagree+d.Pass); !near(d.Consensus, share) || !near(d.Shared, share) || d.Divisive != 0 {
				t.Fatalf("%s: without groups everybody is one: %+v", want.name, d)
			}
		}
	}
}

// Two camps in which everybody votes the same are the clearest groups of all.
func TestTwoCamps(t *testing.T) {
	votes, groups := voted([][]stand{slices.Repeat([]stand{{agree: 12}}, 9), slices.Repeat([]stand{{disagree: 9}}, 9)})
	r := Analyse(votes, nil, Options{})
	if r.K != 2 || agreement(groupsOf(r), groups) != 1 || r.Apart != 1 || r.Details[0].Groups[0] != (Tally{12, 0, 12}) {
		t.Errorf("%+v", r)
	}
}

// Beside two groups, three people who see everything otherwise are in none, and it is said why.
func TestSmallGroupsAreNotShown(t *testing.T) {
	votes, _ := planted{200, 60, 2, 0.9, 3, 0.05, 4}.made()
	most := map[int64]int{}
	for _, v := range votes {
		if v.Value == Agree {
			most[v.Statement]++
		}
	}
	for person := range int64(3) {
		for j := range int64(60) {
			v := Vote{Person: 1000 + person, Statement: j, Value: Agree, Order: 5}
			if most[j] > 90 {
				v.Value = Disagree
			}
			votes = append(votes, v)
		}
	}
	r := Analyse(votes, nil, Options{})
	if r.K < 2 {
		t.Fatalf("%d groups: %s", r.K, r.Why)
	}
	sum := 0
	for i, g := range r.Groups {
		if g.Size < MinGroup || i > 0 && g.Size > r.Groups[i-1].Size || g.Label != i {
			t.Errorf("%+v", r.Groups)
		}
		sum += g.Size
	}
	small := 0
	for _, p := range r.People {
		if p.Small {
			small++
			if p.Group != -1 {
				t.Errorf("%+v", p)
			}
		}
	}
	if sum+small != r.Counted {
		t.Errorf("%d in groups and %d in small ones of %d", sum, small, r.Counted)
	}
}

// The map is the same way round from day to day: the largest group on the left, the next above it.
func TestMapIsTheSameWayRound(t *testing.T) {
	for seed := range uint64(8) {
		votes, _ := planted{200, 60, 2 + int(seed%2), 0.4, 3, 0.1, seed}.made()
		r := Analyse(votes, nil, Options{})
		if r.K < 2 || r.Groups[0].X > r.Groups[1].X || r.Groups[0].Y > r.Groups[1].Y {
			t.Errorf("%+v", r.Groups)
		}
		far := 0.0
		for _, p := range r.People {
			far = max(far, math.Hypot(p.X, p.Y))
		}
		if !near(far, 1) {
			t.Errorf("the map reaches to %v", far)
		}
	}
}

func TestHostileConversations(t *testing.T) {
	var apart, same []Vote
	for person := range int64(60) {
		for j := range int64(8) {
			apart = append(apart, Vote{Person: person, Statement: 100*person + j, Value: Agree})
			same = append(same, Vote{Person: 7, Statement: 7, Value: int8(person%3 - 1), Order: person})
		}
	}
	huge, _ := planted{80, 30, 2, 0.6, 3, 0.1, 2}.made()
	for i := range huge {
		huge[i].Person = math.MaxInt64 - huge[i].Person*(1<<56)
		huge[i].Statement = math.MinInt64 + huge[i].Statement*(1<<57)
		huge[i].Order = math.MinInt64 + huge[i].Order
	}
	one := make([]Vote, 500)
	for i := range one {
		one[i] = Vote{Person: int64(i), Statement: 1, Value: int8(i%3 - 1)}
	}
	for name, votes := range map[string][]Vote{"nobody overlaps": apart, "one pair": same, "huge ids": huge, "one statement": one, "none": nil} {
		for _, o := range []Options{{}, {Method: Polis}, {Groups: map[int64]int{}}, {Groups: map[int64]int{1: 0, 2: -4, 3: 1 << 40, 5e17: 2}}} {
			r := Analyse(votes, []Statement{{ID: math.MaxInt64}, {ID: -1, Out: true}}, o)
			sound(t, name, r)
		}
	}
	if r := Analyse(huge, nil, Options{}); r.K != 2 {
		t.Errorf("huge ids: %d groups: %s", r.K, r.Why)
	}
}

// sound checks what holds of every result.
func sound(t *testing.T, name string, r Result) {
	t.Helper()
	good := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
	if len(r.Groups) != r.K || len(r.Representative) != r.K || r.K == 0 && r.Method != Given && r.Why == "" || r.K > 0 && r.Why != "" {
		t.Errorf("%s: %d groups, %d, %d, %q", name, r.K, len(r.Groups), len(r.Representative), r.Why)
	}
	sizes := make([]int, r.K)
	for i, p := range r.People {
		if !good(p.X) || !good(p.Y) || math.Hypot(p.X, p.Y) > 1+1e-9 || p.Group < -1 || p.Group >= r.K || i > 0 && p.ID <= r.People[i-1].ID || p.Votes == 0 {
			t.Fatalf("%s: %+v", name, p)
		}
		if p.Group >= 0 {
			sizes[p.Group]++
		}
	}
	for g, group := range r.Groups {
		if group.Size != sizes[g] || !good(group.X) || !good(group.Y) {
			t.Errorf("%s: %+v has %d", name, group, sizes[g])
		}
	}
	votes := 0
	for i, d := range r.Details {
		votes += d.Agree + d.Disagree + d.Pass
		if !good(d.Consensus) || !good(d.Shared) || !good(d.Priority) || d.Divisive < 0 || d.Divisive > 1 || len(d.Groups) != r.K || i > 0 && d.ID <= r.Details[i-1].ID {
			t.Fatalf("%s: %+v", name, d)
		}
	}
	if votes != r.Votes {
		t.Errorf("%s: %d votes, counted %d", name, r.Votes, votes)
	}
}

// Votes come in batches made of any bytes: the result is sound, and that of all votes at once.
func FuzzAnalyse(f *testing.F) {
	f.Add([]byte("agree and disagree"), byte(3))
	f.Add(make([]byte, 600), byte(100))
	f.Fuzz(func(t *testing.T, data []byte, batch byte) {
		var votes []Vote
		for ; len(data) >= 3 && len(votes) < 2000; data = data[3:] {
			votes = append(votes, Vote{int64(data[0] % 40), int64(data[1] % 16), int8(data[2]%3) - 1, int64(data[2] / 64)})
		}
		c := New([]Statement{{ID: 1, Out: true}, {ID: 2, Meta: true}})
		for i := 0; i < len(votes); i += int(batch) + 1 {
			c.Add(votes[i:min(i+int(batch)+1, len(votes))])
		}
		for _, o := range []Options{{}, {Method: Polis}} {
			r := c.Analyse(o)
			sound(t, string(o.Method), r)
			if !reflect.DeepEqual(r, Analyse(votes, []Statement{{ID: 1, Out: true}, {ID: 2, Meta: true}}, o)) {
				t.Error("batches matter")
			}
		}
	})
}
