package anchor_test

import (
	"testing"

	"folkmoot/models/guide/anchor"
)

// read cuts Markdown into blocks.
func read(t testing.TB, markdown string) anchor.Document {
	t.Helper()
	d, err := anchor.Read(t.Context(), markdown)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAlignKinds(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"an item became a paragraph": {
			"# Buses\n\n- " + bus + "\n- " + hall, "# Buses\n\n" + bus + "\n\n- " + hall, "0=0 1~1 2=2",
		},
		"a paragraph became a quote": {"# Buses\n\n" + bus, "# Buses\n\n> " + bus, "0=0 1~1"},
		"a list joined into one paragraph": {
			"# Here\n\n- " + bus + "\n- " + hall + "\n\n" + pool, "# Here\n\n" + bus + " " + hall + "\n\n" + pool, "0=0 1+1 2+1 3=2",
		},
		"a paragraph cut into a list": {
			"# Here\n\n" + bus + " " + hall + "\n\n" + pool, "# Here\n\n- " + bus + "\n- " + hall + "\n\n" + pool, "0=0 1/1 1/2 2=3",
		},
		"a row put in a table": {
			"| Day | Where |\n|---|---|\n| Monday | The hall |\n| Friday | The church |",
			"| Day | Where |\n|---|---|\n| Monday | The hall |\n| Tuesday | The school |\n| Friday | The church |", "0~0",
		},
		"code changed": {"```\nmake test\nmake run\nmake clean\n```", "```\nmake test\nmake serve\nmake clean\n```", "0~0"},
		"a footnote reworded": {
			"See the plan.[^1]\n\n[^1]: It was printed in the spring of this year.", "See the plan.[^1]\n\n[^1]: It was printed in the autumn of this year.",
			"0=0 1~1",
		},
		"pictures are told by their addresses": {
			"![](/one.png)\n\n" + bus + "\n\n![](/two.png)", "![](/two.png)\n\n" + bus, "1=1 2-removed 0~0",
		},
		"rules stay between their neighbours": {bus + "\n\n---\n\n" + hall, bus + "\n\n" + pool + "\n\n---\n\n" + hall, "0=0 new-1 1=2 2=3"},
		"the words of a mark changed nothing": {"Ask **people** first.", "Ask people first.", "0=0"},
		"look-alikes keep to their sections": {
			"# Bus\n\nYes.\n\n# Hall\n\nYes.\n\n# Pool\n\nYes.", "# Bus\n\nYes.\n\n# Pool\n\nYes.", "0=0 1=1 2-removed 3-removed 4=2 5=3",
		},
		"a section moved with its short blocks": {
			"# Bus\n\n" + bus + "\n\nYes.\n\n# Hall\n\n" + hall + "\n\n# Pool\n\n" + pool + "\n\n" + talk,
			"# Hall\n\n" + hall + "\n\n# Pool\n\n" + pool + "\n\n" + talk + "\n\n# Bus\n\n" + bus + "\n\nYes.",
			"0>5 1>6 2>7 3=0 4=1 5=2 6=3 7=4",
		},
		"a short line joined to the one beside it": {
			bus + "\n\nAsk the driver.\n\n" + hall, bus + " Ask the driver.\n\n" + hall, "0+0 1+0 2=1",
		},
	} {
		old, new := read(t, c.old), read(t, c.new)
		links := anchor.Align(old.Blocks, new.Blocks)
		checkWhole(t, old.Blocks, new.Blocks, links)
		if got := written(links); !sameLinks(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// In every script a word changed is a block reworded, and two blocks joined are merged.
func TestAlignScripts(t *testing.T) {
	for language, c := range map[string][3]string{
		"Japanese": {"市役所は来年の春に古い図書館を閉める予定だと住民に伝えた。", "市役所は来年の秋に古い図書館を閉める予定だと住民に伝えた。", "子どもたちは毎週土曜日に川のそばの公園で遊ぶ。"},
		"Chinese":  {"市政府计划明年春天关闭旧图书馆并通知了居民。", "市政府计划明年秋天关闭旧图书馆并通知了居民。", "孩子们每个星期六都在河边的公园里玩耍。"},
		"Thai":     {"เทศบาลจะปิดห้องสมุดเก่าในฤดูใบไม้ผลิปีหน้า", "เทศบาลจะปิดห้องสมุดเก่าในฤดูหนาวปีหน้า", "เด็กๆเล่นในสวนสาธารณะริมแม่น้ำทุกวันเสาร์"},
		"Arabic":   {"المكتبة مغلقة يوم الأحد لكن المقهى مفتوح طوال الأسبوع.", "المكتبة مغلقة يوم السبت لكن المقهى مفتوح طوال الأسبوع.", "يلعب الأطفال كل صباح في الحديقة قرب النهر الكبير."},
		"Hindi":    {"पुस्तकालय रविवार को बंद रहता है लेकिन चाय की दुकान खुली रहती है।", "पुस्तकालय शनिवार को बंद रहता है लेकिन चाय की दुकान खुली रहती है।", "बच्चे हर सुबह नदी के पास वाले मैदान में खेलते हैं।"},
		"Greek":    {"Το λεωφορείο για το νοσοκομείο σταματά στις έξι το βράδυ.", "Το λεωφορείο για το νοσοκομείο σταματά στις επτά το βράδυ.", "Τα παιδιά έμαθαν κολύμπι στα παλιά λουτρά της πόλης."},
		"Korean":   {"시청은 내년 봄에 오래된 도서관을 닫을 예정이라고 주민에게 알렸다.", "시청은 내년 가을에 오래된 도서관을 닫을 예정이라고 주민에게 알렸다.", "아이들은 토요일마다 강가에 있는 공원에서 함께 논다."},
	} {
		if got := written(anchor.Align(texts(c[0], c[2]), texts(c[1], c[2]))); got != "0~0 1=1" {
			t.Errorf("%s, a word changed: %s", language, got)
		}
		if got := written(anchor.Align(texts(bus, c[0], c[2], pool), texts(bus, c[0]+" "+c[2], pool))); got != "0=0 1+1 2+1 3=2" {
			t.Errorf("%s, joined: %s", language, got)
		}
	}
}

func TestAlignIsSure(t *testing.T) {
	light := anchor.Align(texts(hall, bus, pool), texts(hall, bus2, pool))[1]
	heavy := anchor.Align(texts(hall, bus, pool), texts(hall, "The bus to the hospital no longer goes in the evening, and nobody asked us.", pool))[1]
	if light.How != anchor.Reworded || heavy.How != anchor.Reworded || light.Sure <= heavy.Sure || light.Sure < 0.8 || heavy.Sure > 0.8 {
		t.Errorf("a word changed: %+v; most of them: %+v", light, heavy)
	}
}

func TestAlignFixed(t *testing.T) {
	old, new := texts(bus, hall, pool), texts(bus2, hall, talk, pool)
	for name, c := range map[string]struct {
		fixed []anchor.Link
		want  string
	}{
		"nothing":                {nil, "0~0 1=1 new-2 2=3"},
		"not the same":           {[]anchor.Link{{Old: 0, New: anchor.None, How: anchor.Removed, Sure: 1}}, "0-removed new-0 1=1 new-2 2=3"},
		"this is new":            {[]anchor.Link{{Old: anchor.None, New: 0, How: anchor.Fresh, Sure: 1}}, "0-removed new-0 1=1 new-2 2=3"},
		"became another":         {[]anchor.Link{{Old: 1, New: 2, How: anchor.Reworded, Sure: 1}}, "0~0 new-1 1~2 2=3"},
		"moved":                  {[]anchor.Link{{Old: 2, New: 0, How: anchor.Moved, Sure: 1}}, "2>0 0-removed 1=1 new-2 new-3"},
		"split":                  {[]anchor.Link{{Old: 1, New: 1, How: anchor.Split, Sure: 1}, {Old: 1, New: 2, How: anchor.Split, Sure: 1}}, "0~0 1/1 1/2 2=3"},
		"merged":                 {[]anchor.Link{{Old: 0, New: 0, How: anchor.Merged, Sure: 1}, {Old: 2, New: 0, How: anchor.Merged, Sure: 1}}, "0+0 2+0 1=1 new-2 new-3"},
		"outside":                {[]anchor.Link{{Old: 7, New: 0, How: anchor.Same, Sure: 1}, {Old: 0, New: -3, How: anchor.Same, Sure: 1}}, "0~0 1=1 new-2 2=3"},
		"a block that is linked": {[]anchor.Link{{Old: 0, New: 3, How: anchor.Reworded, Sure: 0.5}, {Old: 2, New: anchor.None, How: anchor.Removed, Sure: 1}}, "new-0 1=1 new-2 0~3 2-removed"},
	} {
		if got := written(anchor.AlignFixed(old, new, c.fixed)); !sameLinks(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestHeirs(t *testing.T) {
	for name, c := range map[string]struct {
		old, new []anchor.Block
		want     []int
	}{
		"the same":       {texts(bus, hall), texts(bus, hall), []int{0, 1}},
		"new":            {texts(bus), texts(bus, hall), []int{0, anchor.None}},
		"split":          {texts(bus + " " + short + " " + hall + " " + talk), texts(bus, hall+" "+talk), []int{anchor.None, 0}},
		"merged":         {texts(bus, hall+" "+talk), texts(bus + " " + hall + " " + talk), []int{1}},
		"a picture":      {texts("", "# One"), texts("", "# One"), []int{0, 1}},
		"moved, changed": {texts(bus, hall, pool), texts(hall, pool, bus2), []int{1, 2, 0}},
	} {
		got := anchor.Heirs(c.old, c.new, anchor.Align(c.old, c.new))
		for j := range got {
			if got[j] != c.want[j] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
		}
	}
}
