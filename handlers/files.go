package handlers

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"folkmoot/handlers/forms"
	"folkmoot/models/db"
	"folkmoot/models/files"
	"folkmoot/models/people"
	"folkmoot/views"
)

// filePolicy lets a file that people brought do nothing at all where a browser shows it by itself, but for the style with
// which browsers fit a picture into their window.
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// The fields of a form in which files are attached, and the buttons.
const (
	fieldFile   = "file"   // one that is brought
	fieldFiles  = "files"  // names of those that are there, with spaces between
	doAttach    = "attach" // add the one that is brought
	doDetach    = "detach-"
	fileInWords = "[object File]" // what scripts write of a file in a form without files
)

// attaching is the part of a form where somebody who is signed in attaches files; nil for everybody else.
func (a *App) attaching(who people.Actor, list ...files.File) *views.Attaching {
	if a.Attachments == nil || !who.SignedIn() {
		return nil
	}
	attaching := &views.Attaching{}
	for _, f := range list {
		if f.Covered {
			attaching.Out = append(attaching.Out, f)
			continue
		}
		attaching.Files = append(attaching.Files, views.AttachedFile{File: f, Typed: f.Words()})
	}
	return attaching
}

// sentFiles is what a form said of the files that are attached in it.
type sentFiles struct {
	form  *views.Attaching // to show it again
	list  []files.Attached // to post it; never nil
	acted bool             // a button of the files was pressed, or a file waits to be added: the form is shown again, and nothing is posted
	err   error            // what is wrong with the file that was brought
}

// sent reads a form in which files can be attached, and does what the buttons of the files ask for. contribution is the
// one that is changed; 0 where something new is said.
func (a *App) sent(c *fiber.Ctx, contribution int64) (*forms.Values, sentFiles, error) {
	who, ctx, with := actor(c), c.UserContext(), sentFiles{list: []files.Attached{}}
	v, brought, err := forms.Uploaded(c, fieldFile, files.MaxUpload)
	var large db.TooLarge
	if errors.As(err, &large) && v != nil {
		with.err, err = files.Large.Invalid(), nil
	}
	if with.form = a.attaching(who); err != nil || with.form == nil {
		return v, with, err
	}
	if contribution != 0 {
		on, err := files.On(ctx, a.DB, contribution)
		if err != nil {
			return v, with, err
		}
		with.form.Out = slices.DeleteFunc(on[contribution], func(f files.File) bool { return !f.Covered })
	}
	here, err := files.Mine(ctx, a.DB, who.ID, contribution, strings.Fields(v.Raw(fieldFiles)))
	if err != nil {
		return v, with, err
	}
	do := v.Raw("do")
	if name, off := strings.CutPrefix(do, doDetach); off {
		with.acted = true
		here = slices.DeleteFunc(here, func(f files.File) bool { return f.Name == name })
		if err := a.Attachments.Drop(ctx, who, name); err != nil {
			return v, with, err
		}
	}
	switch waiting := v.Raw(fieldFile); {
	case do == doAttach:
		with.acted = true
		here = a.attach(c, here, brought, &with)
	case !with.acted && waiting != "" && waiting != fileInWords:
		with.acted = true
		with.err = db.Wrong(fieldFile, "You chose a file but did not add it yet. Choose it again and press “Add it”, or go on without it")
	}
	for _, f := range here {
		one := files.Attached{Name: f.Name, Words: f.Words()}
		if typed := v.All(one.Field()); len(typed) > 0 {
			one.Words = typed[0]
		}
		with.list = append(with.list, one)
		with.form.Files = append(with.form.Files, views.AttachedFile{File: f, Typed: one.Words})
	}
	return v, with, nil
}

// keepFiles gives a form the files that a draft of it names, and what was typed of each.
func (a *App) keepFiles(c *fiber.Ctx, f *views.AnswerForm, fields map[string]string) error {
	names, kept := fields[fieldFiles]
	if f.Files == nil || !kept {
		return nil
	}
	mine, err := files.Mine(c.UserContext(), a.DB, actor(c).ID, 0, strings.Fields(names))
	if err != nil {
		return err
	}
	for _, standing := range f.Files.Files { // of what is changed
		mine = append(mine, standing.File)
	}
	list := []views.AttachedFile{}
	for _, name := range strings.Fields(names) {
		if i := slices.IndexFunc(mine, func(one files.File) bool { return one.Name == name }); i >= 0 && len(list) < files.PerMessage {
			one := views.AttachedFile{File: mine[i], Typed: mine[i].Words()}
			if typed, ok := fields[files.Attached{Name: name}.Field()]; ok {
				one.Typed = typed
			}
			list = append(list, one)
		}
	}
	f.Files.Files = list
	return nil
}

// attach takes in the file that a form brought. Whatever stands against it is told in the form, so that no word is lost.
func (a *App) attach(c *fiber.Ctx, here []files.File, brought forms.File, with *sentFiles) []files.File {
	ctx := c.UserContext()
	if with.err != nil {
		return here
	}
	if len(here)+len(with.form.Out) >= files.PerMessage {
		with.err = db.Wrong(fieldFile, "There is room for %d files. Take one out first", files.PerMessage)
		return here
	}
	if with.err = a.People.Crowded(people.ActAttach, a.client(c).Address); with.err == nil {
		slow, cancel := context.WithTimeout(context.WithoutCancel(ctx), readFor)
		defer cancel()
		var f files.File
		if f, with.err = a.Attachments.Add(slow, actor(c), brought.Name, brought.Data); with.err == nil && !slices.ContainsFunc(here, func(h files.File) bool { return h.Name == f.Name }) {
			return append(here, f)
		}
	}
	var limited db.Limited
	var forbidden db.Forbidden
	switch {
	case errors.As(with.err, &limited):
		with.err = db.Invalid{fieldFile: limited.Reason}
	case errors.As(with.err, &forbidden):
		with.err = db.Invalid{fieldFile: forbidden.Reason}
	case errors.Is(with.err, db.ErrBusy):
		with.err = db.Wrong(fieldFile, "Others are adding pictures just now. Wait a moment and try again")
	case errors.Is(with.err, db.ErrNoRoom):
		with.err = db.Wrong(fieldFile, "There is no room for files just now. You can post your words without it")
	case with.err != nil && !errors.As(with.err, new(db.Invalid)):
		a.report(c, with.err)
		with.err = db.Wrong(fieldFile, "This file could not be stored. You can try again, or post your words without it")
	}
	return here
}

// showFile gives a file to whoever may read the words that it belongs to, asked each time.
func (a *App) showFile(part files.Part) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if a.Attachments == nil {
			return db.ErrNotFound
		}
		ctx := c.UserContext()
		f, public, err := a.Attachments.Open(ctx, actor(c), c.Params("name"))
		if err != nil {
			return err
		}
		if part == files.Small && !f.Picture() {
			return db.ErrNotFound
		}
		keep := "private, no-cache"
		if public {
			keep = "public, no-cache"
		}
		tag := `"` + base64.RawURLEncoding.EncodeToString(f.Digest[:12]) + string(part) + `"`
		c.Set(fiber.HeaderCacheControl, keep)
		c.Set(fiber.HeaderETag, tag)
		if c.Get(fiber.HeaderIfNoneMatch) == tag {
			return c.SendStatus(fiber.StatusNotModified)
		}
		data, err := a.Attachments.Bytes(ctx, f, part)
		if errors.Is(err, files.ErrMissing) {
			a.report(c, errors.New("the bytes of the file "+f.Name+" are not in the file store"))
			return db.ErrNotFound
		}
		if err != nil {
			return err
		}
		return a.sendFile(c, f, data)
	}
}

// sendFile sends a file so that a browser shows it, or stores it, and does nothing else with it.
func (a *App) sendFile(c *fiber.Ctx, f files.File, data []byte) error {
	how := "inline"
	if !f.Picture() {
		how = "attachment"
	}
	c.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("X-Robots-Tag", "noindex")
	c.Set(fiber.HeaderContentDisposition, how+`; filename="`+f.FileName()+`"`)
	c.Set(fiber.HeaderContentType, f.MediaType())
	return c.Send(data)
}
