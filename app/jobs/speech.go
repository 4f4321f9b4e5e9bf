package jobs

import (
	"context"
	"fmt"
	"time"

	"folkmoot/models/people"
	"folkmoot/models/rules"
	"folkmoot/views/locale"
)

// Speech is how mails are said that no request asks for: in the language of whoever reads them, by the place's clock.
type Speech struct {
	Rules *rules.Store   // knows the languages of the place
	Zone  *time.Location // the place's
}

// To gives a context for what a person reads; 0 is somebody without an account, who is spoken to in the place's own
// language.
func (s Speech) To(ctx context.Context, person int64) (context.Context, error) {
	language, err := people.LanguageOf(ctx, s.Rules.DB, person)
	if err != nil {
		return nil, fmt.Errorf("read whose language it is: %w", err)
	}
	return s.In(ctx, language)
}

// In gives a context for a reader of a language; "" and one that the program does not speak are the place's own.
func (s Speech) In(ctx context.Context, language string) (context.Context, error) {
	book, err := s.Rules.Book(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the languages of the place: %w", err)
	}
	if language == "" || !locale.Known(language) {
		language = locale.Offer(book.Languages)[0]
	}
	return locale.With(rules.With(ctx, book), locale.Locale{Language: language, Zone: s.Zone, Now: s.Rules.DB.Clock.Now()}), nil
}
