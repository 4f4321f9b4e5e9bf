package handlers

import (
	"github.com/gofiber/fiber/v2"

	"folkmoot/models/rules"
	"folkmoot/models/safety"
	"folkmoot/models/say"
	"folkmoot/views"
	"folkmoot/views/locale"
)

// safetyCalls tells those who keep the safety records what of them is missing or due; nobody else is told anything.
func (a *App) safetyCalls(c *fiber.Ctx) (calls []views.QueueCall, err error) {
	ctx, who := c.UserContext(), actor(c)
	if safety.MayKeep(who) != nil {
		return nil, nil
	}
	dues, err := a.Safety.Dues(ctx, who)
	if err != nil {
		return nil, err
	}
	missing, late, soon, overdue := 0, 0, 0, false
	for _, d := range dues {
		switch {
		case d.Missing:
			missing++
			overdue = overdue || d.Late
		case d.Late:
			late++
		case d.Soon:
			soon++
		}
	}
	call := func(n int, words say.Text, url string, late bool) {
		if n > 0 {
			calls = append(calls, views.QueueCall{Words: locale.Say(ctx, words), URL: url, Late: late})
		}
	}
	call(missing, say.N(missing, "1 safety record is not written yet. Write it.", "%d safety records are not written yet. Write them."), safety.URL, overdue)
	call(late, say.N(late, "1 safety record should have been looked at again by now. Look at it.", "%d safety records should have been looked at again by now. Look at them."), safety.URL, true)
	call(soon, say.N(soon, "1 safety record must be looked at again within a month.", "%d safety records must be looked at again within a month."), safety.URL, false)
	if !rules.From(ctx).Contacts.SafetyLead.Set() {
		call(1, "Nobody is named for online safety. Name somebody.", "/place/contacts", false)
	}
	return calls, nil
}
