package handlers

// permissions is the matrix: for each route what it is about, and who is let in by its state. Those sets are in
// matrix_world_test.go; "-" before one leaves it out.
const permissions = `
GET /healthz ; all
GET /readyz ; all
GET /metrics ; nobody
GET /assets/* ; nobody
GET /favicon.ico ; all
GET /favicon.svg ; all
GET / ; all
GET /groups ; all
GET /groups/new ; tag
POST /groups/new ; tag
GET /groups/:group ; about group ; open,ask: all ; private: insider ; other: outsider tag
GET /groups/:group/edit ; about group ; open,ask,private,other: tag
POST /groups/:group/edit ; about group ; open,ask,private,other: tag
POST /groups/:group/membership ; about group ; open,ask: signed ; private: insider ; other: outsider tag
GET /groups/:group/people ; about group ; open,ask,private: host tag ; other: tag
POST /groups/:group/people ; about group ; open,ask,private: host tag ; other: tag
GET /groups/:group/start ; about group ; open: all ; ask,private: insider ; other: outsider tag
POST /groups/:group/start ; about group ; open: signed ; ask,private: insider ; other: outsider tag
GET /discussions/:id ; about discussion ; open,closed,hidden,sealed,deleted: all ; private: insider ; held: author moderate
GET /discussions/:id/print ; about discussion ; open,closed,hidden,sealed,deleted: all ; private: insider ; held: author moderate
GET /discussions/:id/answers ; about discussion ; open,hidden,sealed,deleted: all ; private: insider ; held: author moderate ; closed: nobody
POST /discussions/:id/answers ; about discussion ; open,hidden,sealed,deleted: signed ; private: insider ; held: author moderate ; closed: nobody
GET /discussions/:id/names.json ; about discussion ; open,hidden,sealed,deleted: signed ; private: insider ; held: author moderate ; closed: nobody
POST /discussions/:id/read ; about discussion ; open,closed,hidden,sealed,deleted: signed ; private: insider ; held: author moderate ; untried it keeps only how far somebody has read
POST /discussions/:id/closing ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate ; sends closed=yes
GET /discussions/:id/settings ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
POST /discussions/:id/settings ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate ; sends do=close
GET /discussions/:id/add ; about discussion ; open,closed,hidden,sealed,deleted: tag ; private: tag ; held: moderate
POST /discussions/:id/add ; about discussion ; open,closed,hidden,sealed,deleted: tag ; private: tag ; held: moderate
GET /discussions/:id/move ; about discussion ; open,closed,hidden,sealed,deleted: host moderate ; private: host moderate ; held: moderate
POST /discussions/:id/move ; about discussion ; open,closed,hidden,sealed,deleted: host moderate ; private: host moderate ; held: moderate
GET /contributions/:id ; about contribution ; published,closed,comment,suggestion,hidden,sealed,deleted,asked: all ; private: insider ; held: author moderate
GET /contributions/:id/history ; about contribution ; published,closed,comment,suggestion: all ; private: insider ; held,asked: author moderate ; hidden,sealed,deleted: nobody
POST /contributions/:id/position ; about contribution ; published,comment,suggestion: signed ; private: insider ; closed,held,asked,hidden,sealed,deleted: nobody
GET /contributions/:id/fate ; about contribution ; comment,suggestion: all ; published,closed,private,held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/fate ; about contribution ; comment,suggestion: edit ; published,closed,private,held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/answer-back ; about contribution ; comment: author ; suggestion,published,closed,private,held,asked,hidden,sealed,deleted: nobody ; sends body=More
GET /contributions/:id/edit ; about contribution ; published,private,held,asked,comment,suggestion: author ; closed,hidden,sealed,deleted: nobody
POST /contributions/:id/edit ; about contribution ; published,private,held,asked,comment,suggestion: author ; closed,hidden,sealed,deleted: nobody
GET /contributions/:id/delete ; about contribution ; published,closed,private,held,asked,hidden,sealed,comment,suggestion: author ; deleted: nobody
POST /contributions/:id/delete ; about contribution ; published,closed,private,held,asked,hidden,sealed,comment,suggestion: author ; deleted: nobody
GET /files/:name ; all
GET /files/:name/small ; all
GET /contributions/:id/place ; about contribution ; comment,suggestion: author edit ; published,closed,private,held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/place ; about contribution ; comment,suggestion: author edit ; published,closed,private,held,asked,hidden,sealed,deleted: nobody ; sends paragraph=2&version=3&words=
GET /c ; all
GET /c/:code ; all
GET /guides/:guide/import ; edit
POST /guides/:guide/import ; edit ; untried it needs a program that reads documents
GET /guides/:guide/import/:id ; nobody
POST /guides/:guide/import/:id ; edit ; untried nothing was read in
GET /guides/:guide/print ; all
GET /guides/:guide/download.docx ; nobody
GET /guides/:guide/:chapter/download.docx ; about chapter ; open,outline: nobody
GET /guides/:guide/download.epub ; nobody
GET /guides/:guide/:chapter/download.epub ; about chapter ; open,outline: nobody
GET /guides/:guide/download.zip ; all
GET /guides/:guide/:chapter/download.md ; about chapter ; open: all ; outline: nobody
GET /guides/:guide/:chapter/easy ; about chapter ; open,outline: nobody
GET /guides/:guide/:chapter/companions/easy ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/companions/easy ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/plain ; about chapter ; open,outline: nobody
GET /guides/:guide/:chapter/companions/plain ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/companions/plain ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/print ; about chapter ; open: all ; outline: nobody
GET /guides ; all
GET /guides/new ; edit
POST /guides/new ; edit
GET /guides/:guide ; all
GET /guides/:guide/edit ; edit
POST /guides/:guide/edit ; edit
GET /guides/:guide/chapters/new ; edit
POST /guides/:guide/chapters/new ; edit
GET /guides/:guide/fates ; edit
POST /guides/:guide/fates ; edit
GET /guides/:guide/you-said ; all
GET /guides/:guide/you-said.csv ; all
GET /guides/:guide/:chapter ; about chapter ; open,outline: all
GET /guides/:guide/:chapter/changes ; about chapter ; open: all ; outline: nobody
GET /guides/:guide/:chapter/shaped ; about chapter ; open,outline: all
GET /guides/:guide/:chapter/call ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/call ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/comments ; about chapter ; open: all ; outline: nobody
POST /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/comments ; about chapter ; open: signed ; outline: nobody ; sends words=
GET /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/guest ; about chapter ; open: visitor suspended ; outline: nobody
POST /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/guest ; about chapter ; open: visitor suspended ; outline: nobody ; sends words=
GET /guides/:guide/:chapter/add ; about chapter ; open: tag ; outline: nobody
POST /guides/:guide/:chapter/add ; about chapter ; open: tag ; outline: nobody ; sends paragraph=&paper=
GET /guides/:guide/:chapter/fates ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/fates ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/suggestions ; about chapter ; open: all ; outline: nobody
POST /guides/:guide/:chapter/versions/:version/paragraphs/:paragraph/suggestions ; about chapter ; open: signed ; outline: nobody ; sends words=&proposed=One paragraph, and other words.
GET /contributions/:id/draft ; about contribution ; suggestion: edit ; comment,published,closed,private,held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/draft ; about contribution ; suggestion: edit ; comment,published,closed,private,held,asked,hidden,sealed,deleted: nobody ; untried the draft was begun otherwise
GET /guides/:guide/:chapter/edit ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/edit ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/draft.json ; about chapter ; open,outline: edit ; sends body=Other words&revision=1&page=abc&step=1
POST /guides/:guide/:chapter/copy ; about chapter ; open,outline: edit ; untried what is put aside stands apart
GET /guides/:guide/:chapter/drafts ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/drafts/:revision ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/drafts/:revision ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/publish ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/publish ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/settings ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/settings ; about chapter ; open,outline: edit ; sends opens_day=&opens_hour=&closes_day=&closes_hour=&state=outline
POST /guides/:guide/:chapter/place ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/terms ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/terms ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/terms/tell ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/terms/tell ; about chapter ; open,outline: edit
GET /guides/:guide/:chapter/decision ; about chapter ; open,outline: all
POST /guides/:guide/:chapter/decision ; about chapter ; open,outline: edit ; sends day=2026-11-21&decided_by=The council&words=We decided
POST /guides/:guide/:chapter/decision/readers ; about chapter ; open,outline: tag
GET /discussions/:id/terms ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
POST /discussions/:id/terms ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
GET /discussions/:id/terms/tell ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
POST /discussions/:id/terms/tell ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
GET /discussions/:id/decision ; about discussion ; open,closed,hidden,sealed,deleted: all ; private: insider ; held: author moderate
POST /discussions/:id/decision ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate ; sends day=2026-11-21&decided_by=The council&words=We decided
POST /discussions/:id/decision/readers ; about discussion ; open,closed,hidden,sealed,deleted: host tag ; private: host tag ; held: moderate
GET /guides/:guide/:chapter/bundle ; about chapter ; open,outline: edit
POST /guides/:guide/:chapter/bundle ; about chapter ; open,outline: nobody ; untried it gives a file
GET /place/taking-part ; admin
GET /place/languages ; admin
POST /place/languages ; admin ; sends first=en-GB&offered=en-GB&offered=cy
POST /place/taking-part ; admin ; sends known=2&trusted=12&over=14&quiet=90&age=14
GET /moderation/people/:id/trust ; moderate
POST /moderation/people/:id/trust ; moderate
GET /place/elections ; tag
POST /place/elections ; admin
GET /place ; admin
GET /place/rules ; admin
GET /place/rules/new ; admin
POST /place/rules/new ; admin
GET /place/rules/:number ; admin
POST /place/rules/:number ; admin
POST /place/rules/:number/state ; admin ; untried reasons rest on each rule
GET /place/reasons/new ; admin
POST /place/reasons/new ; admin
GET /place/reasons/:reason ; admin
POST /place/reasons/:reason ; admin
POST /place/reasons/:reason/state ; admin
GET /place/welcome ; admin
POST /place/welcome ; admin ; sends phone=&words=Welcome
GET /place/contacts ; admin
POST /place/contacts ; admin ; untried it has boxes for numbers and addresses
GET /place/opening ; admin
POST /place/opening ; admin ; untried it is open
POST /place/pause ; admin
GET /house-rules/rules/:number ; all
GET /house-rules/reasons/:reason ; all
GET /receipt ; all
POST /receipt ; all ; untried it shows something
POST /receipt/take-back ; all ; untried it needs a code
POST /receipt/change ; all ; untried it needs a code
GET /sign-in ; all
POST /sign-in ; all
POST /sign-in/password ; all ; untried sessions stand apart
GET /sign-in/sent ; all
GET /sign-in/link ; nobody
POST /sign-in/link ; nobody ; untried nobody asked for a link
POST /sign-out ; all ; untried sessions stand apart
GET /join ; all
POST /join ; all
GET /turn ; all
POST /turn/end ; all ; untried devices stand apart
POST /turn/here.json ; all ; untried it only says that somebody is there
GET /turn/off ; all
POST /turn/off ; all ; untried devices stand apart
GET /account/shared-device ; host tag
POST /account/shared-device ; host tag ; untried devices stand apart
GET /agree ; signed
POST /agree ; signed ; untried nothing has changed there
POST /account/mark/off ; signed ; untried marks stand apart
GET /house-rules/versions ; all
GET /house-rules/versions/:number ; all
GET /privacy/versions ; all
GET /privacy/versions/:number ; all
GET /terms ; nobody
GET /terms/versions ; nobody
GET /terms/versions/:number ; nobody
GET /marks/:id ; nobody
GET /place/policies ; admin
GET /place/policies/:policy ; admin
POST /place/policies/:policy ; admin ; sends before=1&changes=Something is new&do=make
GET /place/marks ; admin
GET /place/marks/of/:id ; admin
POST /place/marks/of/:id ; admin ; sends kind=practitioner&words=Link worker&why=We rang them&do=give
GET /drafts/:id ; author
GET /drafts/:id/drop ; author
POST /drafts.json ; signed ; sends draft-place=/discussions/1/answers&draft=0&draft-version=0&body=Half ; untried drafts stand apart from what is compared
POST /drafts/:id/drop ; signed ; untried drafts stand apart
GET /sign-in/reset ; all
POST /sign-in/reset ; all
GET /sign-in/new-password ; nobody
POST /sign-in/new-password ; nobody ; untried nobody asked for a link
POST /sign-in/passkey.json ; nobody ; untried there are no passkeys here
POST /sign-in/passkey ; nobody ; untried nobody began one
GET /sign-in/second ; all
POST /sign-in/second ; all ; untried nobody is halfway in
POST /sign-in/openid ; nobody ; untried there is no other service
GET /sign-in/openid/callback ; nobody
GET /sign-in/not-me ; nobody
POST /sign-in/not-me ; nobody ; untried nobody was told of a sign-in
POST /account/email/wait ; signed ; untried it needs a session of its own
GET /account/prove ; signed
POST /account/prove ; signed ; sends by=link
POST /account/prove.json ; nobody ; untried there are no passkeys here
GET /account/ways-in ; signed
POST /account/passkeys.json ; nobody ; untried there are no passkeys here
POST /account/passkeys ; nobody ; untried it needs a session of its own
POST /account/passkeys/:id ; signed ; untried it needs a session of its own
POST /account/second-step/begin ; signed ; untried it needs a session of its own
GET /account/second-step ; signed
POST /account/second-step ; signed ; untried it needs a session of its own
POST /account/second-step/codes ; signed ; untried it needs a session of its own
POST /account/second-step/codes.txt ; signed ; untried it needs codes
POST /account/second-step/remove ; signed ; untried it needs a session of its own
POST /account/service/remove ; signed ; untried it needs a session of its own
GET /place/signing-in ; admin
POST /place/signing-in ; admin ; untried it needs a session of its own
GET /account ; signed
GET /account/decisions ; signed
GET /account/said ; signed
POST /account/profile ; signed
POST /account/password ; signed ; untried it needs a session of its own
POST /account/email ; signed ; untried links stand apart
POST /account/sessions/end-all ; signed ; untried sessions stand apart
POST /account/sessions/:id/end ; signed ; untried sessions stand apart
POST /account/notices/read ; signed ; untried it keeps only what somebody has read
POST /account/asking ; signed
POST /account/reading ; signed ; sends reading=flat
POST /follow ; signed ; sends what=hearing:0&how=daily
GET /inbox ; signed
POST /inbox/read ; signed ; untried it keeps only what somebody has read
GET /account/following ; signed
POST /account/following ; signed ; untried nobody there follows anything
GET /account/telling ; signed
POST /account/telling ; signed
POST /account/mail-again ; signed ; untried links stand apart
GET /unsubscribe/:secret ; nobody
POST /unsubscribe/:secret ; nobody ; untried its secret stands apart
GET /people/:person/practice ; nobody
GET /account/download ; signed
POST /account/download ; signed ; untried it needs a session of its own
POST /account/claim ; signed ; untried it needs the code of a receipt
GET /account/leave ; signed
POST /account/leave ; signed ; untried it needs a session of its own
POST /language ; all ; sends language=en-GB&next=%2Fhelp
GET /left ; all
GET /your-data ; all
POST /your-data ; all ; sends kind=copy&words=All&name=Zoe&contact=zoe@example.org
POST /your-data/code ; all ; untried it changes nothing
GET /place/kept ; admin
GET /place/kept/certificates.csv ; admin
GET /place/kept/certificates/:certificate ; admin
GET /place/kept/:what ; admin
POST /place/kept/:what ; admin ; sends do=hold&why=A court asks for it
GET /place/requests ; admin
POST /place/requests ; admin ; untried it needs the moment when the letter came
GET /place/requests.csv ; admin
GET /place/requests/:request ; admin
POST /place/requests/:request ; admin ; sends do=take
GET /place/requests/:request/letter ; admin
POST /place/erase ; admin ; untried nobody is recorded
GET /contributions/:id/report ; about contribution ; published,closed,comment,suggestion: all ; private: insider ; held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/report ; about contribution ; published,closed,comment,suggestion: all -author ; private: insider -author ; held,asked,hidden,sealed,deleted: nobody
GET /moderation ; moderate
POST /moderation/many ; moderate ; sends case={case.published}&act=hide&reason=unkind&message=
GET /moderation/batches/:decision ; nobody
POST /moderation/decisions/:decision/undo ; moderate ; untried it is too late
POST /moderation/contributions/:id/claim ; about contribution ; published,sealed: moderate ; untried who looks at it stands apart
POST /moderation/contributions/:id/assign ; about contribution ; published: moderate ; sealed: nobody ; sends to=1010
POST /moderation/contributions/:id/ask-opinion ; about contribution ; published: moderate ; sealed: nobody
POST /moderation/contributions/:id/opinions/:opinion ; about contribution ; published: moderate
GET /moderation/contributions/:id/cover ; about contribution ; published,closed,private,held,asked,hidden,comment,suggestion: moderate ; deleted,sealed: nobody
POST /moderation/contributions/:id/cover ; about contribution ; published,closed,private,held,asked,hidden: moderate ; deleted,sealed: nobody ; sends words=Answers&step=publish&details=&reason=private-details
GET /moderation/contributions/:id/sealed ; about covered ; there: moderate
POST /moderation/contributions/:id/sealed ; about covered ; there: moderate
POST /moderation/contributions/:id/sealed/:name ; about covered ; there: moderate ; untried it needs a file that was taken out
POST /moderation/contributions/:id/files/:name/back ; about covered ; there: moderate ; untried it needs a file that was taken out
GET /moderation/people ; moderate
GET /moderation/people/:person ; about person ; author: moderate
POST /moderation/people/:person/sanctions ; about person ; author: moderate ; sends kind=warn&contribution=&message=Stop
POST /moderation/people/:person/notes ; about person ; author: moderate
POST /moderation/people/:person/notes/copy ; about person ; author: admin
POST /moderation/sanctions/:sanction/lift ; about sanction ; warned: moderate ; sends why=Because
POST /moderation/notes/:note/remove ; about note ; there: moderate
GET /complaints ; all
GET /contributions/:id/appeal ; about contribution ; hidden,asked: author ; published,closed,private,held,comment,suggestion,deleted,sealed: nobody
POST /contributions/:id/appeal ; about contribution ; hidden,asked: author ; published,closed,private,held,comment,suggestion,deleted,sealed: nobody
GET /contributions/:id/inaction ; about contribution ; published: visitor suspended practitioner ; closed,comment,suggestion: visitor suspended ; private,held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/inaction ; about contribution ; published: visitor suspended practitioner ; closed,comment,suggestion: visitor suspended ; private,held,asked,hidden,sealed,deleted: nobody
POST /receipt/appeal ; all ; untried it needs a code
GET /appeals ; signed
GET /appeals/sanctions/:sanction ; about sanction ; warned: author
POST /appeals/sanctions/:sanction ; about sanction ; warned: author
GET /appeals/code/:code ; about code ; banned: all
POST /appeals/code/:code ; about code ; banned: all
GET /appeals/:appeal ; about appeal ; open: author
POST /appeals/:appeal/withdraw ; about appeal ; open: author
GET /moderation/appeals ; moderate
GET /moderation/appeals/:appeal ; about appeal ; open: moderate
POST /moderation/appeals/:appeal ; about appeal ; open: moderate -moderator ; sends outcome=refused&act=
POST /moderation/appeals/:appeal/take ; about appeal ; open: moderate -moderator
GET /contributions/:id/defamation ; about contribution ; published,closed,comment,suggestion: all ; private: insider ; held,asked,hidden,sealed,deleted: nobody
POST /contributions/:id/defamation ; about contribution ; published,closed,comment,suggestion: all ; private: insider ; held,asked,hidden,sealed,deleted: nobody
GET /defamation/reply/:code ; about code ; complained,answered: all
POST /defamation/reply/:code ; about code ; complained,answered: all
GET /moderation/contributions/:id/defamation ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: moderate ; sealed: nobody
POST /moderation/contributions/:id/defamation ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: moderate ; sealed: nobody ; untried it needs the moment when the letter came
GET /moderation/defamation ; moderate
GET /moderation/defamation/help ; moderate
GET /moderation/defamation/:notice ; about notice ; received,asked,answered: moderate
POST /moderation/defamation/:notice ; about notice ; received,asked,answered: moderate
GET /safety ; all
GET /place/safety ; admin
GET /place/safety/print ; admin
GET /place/safety/export.zip ; admin
GET /place/safety/:record ; admin
GET /place/safety/:record/edit ; admin
POST /place/safety/:record/edit ; admin
GET /place/safety/:record/compare ; nobody
GET /safe ; all
GET /worried ; all
POST /worried ; all ; sends words=Worried
GET /safeguarding ; lead
GET /safeguarding/:id ; about concern ; open,over,sealed,begun,proposed,standing: lead
POST /safeguarding/:id/read ; about concern ; open,over,sealed,begun,proposed,standing: lead
POST /safeguarding/:id/files/:name ; about concern ; open,over,sealed,begun,proposed,standing: nobody ; untried nothing is attached to them: see TestWhatWentToTheLeadIsNowhereElse
POST /safeguarding/:id/print ; about concern ; open,over,sealed,begun,proposed,standing: lead ; sends x=1
POST /safeguarding/:id/steps ; about concern ; open,over,sealed,begun,proposed,standing: lead ; sends step=rang&remind=
POST /safeguarding/:id/back ; about concern ; open,over,sealed,begun,proposed,standing: lead
POST /safeguarding/:id/seal ; about concern ; open,over,sealed,begun,proposed,standing: lead
POST /safeguarding/:id/reopen ; about concern ; open,over,sealed,begun,proposed,standing: lead
GET /moderation/contributions/:id/pass ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: moderate ; sealed: nobody
POST /moderation/contributions/:id/pass ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion,sealed: moderate
GET /place/safeguarding ; admin
POST /place/safeguarding/leads ; admin ; untried the addresses here are made up afresh each time
POST /place/safeguarding/leads/:person ; admin ; sends do=off
POST /place/safeguarding/settings ; admin ; sends again=90&keep=90
GET /moderation/register ; moderate
GET /moderation/register.csv ; moderate
GET /moderation/register.jsonl ; moderate
GET /moderation/figures ; moderate
GET /moderation/figures.csv ; moderate
GET /moderation/words ; moderate
POST /moderation/words ; moderate ; sends words=plonker&act=flag&reason=watched
POST /moderation/words/try ; moderate ; untried it shows something
GET /moderation/words.csv ; moderate
POST /moderation/words/bring ; moderate ; untried it needs a file
GET /moderation/contributions/:id ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: moderate ; sealed: nobody
POST /moderation/contributions/:id ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: moderate ; sealed: nobody
GET /themes ; all
GET /themes/new ; tag
POST /themes ; tag
GET /themes/codebook.csv ; all
GET /themes/codebook.qdc ; all
GET /themes/import ; tag
POST /themes/import ; tag ; untried it needs a file
POST /themes/import/confirm ; tag ; untried it needs a file
GET /themes/versions ; all
GET /themes/versions/:version ; all
GET /themes/:theme/merge ; tag
POST /themes/:theme/merge ; tag ; sends into=second&reason=Because&revision=1
GET /themes/:theme/split ; tag
POST /themes/:theme/split ; tag ; sends name-1=One&definition-1=A&name-2=Two&definition-2=B&reason=Because
GET /themes/:theme/move ; tag
POST /themes/:theme/move ; tag ; sends to=2&which=page&revision=1
GET /themes/:theme ; all
GET /themes/:theme/edit ; tag
POST /themes/:theme ; tag
POST /themes/:theme/state ; tag
GET /contributions/:id/themes ; about contribution ; published,closed,private,comment,suggestion: tag ; held,asked,hidden,deleted: nobody
POST /contributions/:id/themes ; about contribution ; published,closed,private,comment,suggestion: tag ; held,asked,hidden,deleted: nobody
POST /contributions/:id/themes/words ; about contribution ; published,closed,private,comment,suggestion: tag ; held,asked,hidden,deleted: nobody ; sends words=Answers
POST /contributions/:id/themes/words/off ; about contribution ; published,closed,private,held,asked,hidden,deleted,comment,suggestion: tag ; untried no words bear a theme
GET /moderation/untagged ; tag
GET /coding ; tag
POST /coding ; tag
POST /coding/undo ; tag ; untried nothing was coded
GET /coding/check ; tag
GET /coding/prompts ; tag
POST /coding/prompts/look ; tag
GET /coding/prompts/:prompt ; tag
POST /coding/prompts/:prompt ; tag ; sends do=aside&name=&theme=
POST /coding/prompts/:prompt/name ; nobody ; untried it needs a language model
GET /coding/double ; tag
GET /coding/double/new ; tag
POST /coding/double ; tag ; sends seed=5&number=5&size=5&coder=1008&coder=1009&from=
GET /coding/double/:id ; tag
GET /coding/double/:id/codes.csv ; nobody
GET /coding/double/:id/code ; nobody
POST /coding/double/:id/code ; nobody ; untried others code it
POST /coding/double/:id/undo ; nobody ; untried others code it
POST /coding/double/:id/end ; edit
POST /coding/double/:id/items/:item ; tag ; untried nothing was compared
GET /hearing ; all
GET /hearing.json ; all
GET /hearing.csv ; all
GET /hearing/contributions ; all
GET /hearing/rising ; tag
GET /hearing/copies ; all
GET /hearing/reach ; all
GET /hearing/reach/edit ; edit
POST /hearing/reach/baselines ; edit ; sends dimension=area&title=Areas&source=Census&lines=North, 100%0ASouth, 200
POST /hearing/reach/baselines/remove ; edit
POST /hearing/reach/questions ; edit ; sends words=How old are you%3F&why=To see&answers=Young%0AOld
POST /hearing/reach/questions/retire ; edit
GET /account/about-you ; signed
POST /account/about-you ; signed
GET /hearing/compare ; all
GET /hearing/compare.csv ; all
GET /hearing/issues/:theme ; all
GET /hearing/issues/:theme/edit ; edit
GET /hearing/views ; all
GET /hearing/views.json ; all
GET /hearing/views.csv ; all
POST /hearing/issues/:theme ; edit
GET /hearing/issues/:theme/pins/new ; nobody
POST /hearing/issues/:theme/pins ; nobody ; untried as many words are kept in view as can be
POST /hearing/issues/:theme/pins/:pin/end ; edit
GET /hearing/issues/:theme/commitments/new ; edit
POST /hearing/issues/:theme/commitments ; edit
GET /hearing/issues/:theme/commitments/:commitment ; edit
POST /hearing/issues/:theme/commitments/:commitment ; edit
GET /hearing/issues/:theme/call ; edit
POST /hearing/issues/:theme/call ; edit
GET /hearing/report ; edit
GET /hearing/report.docx ; nobody
GET /hearing/snapshots ; all
POST /hearing/snapshots ; edit
GET /hearing/snapshots/new ; edit
GET /hearing/snapshots/:snapshot ; about snapshot ; published: all ; draft: tag
GET /hearing/snapshots/:snapshot/embed ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/report ; about snapshot ; published: all ; draft: tag
GET /hearing/snapshots/:snapshot/report.docx ; about snapshot ; published,draft: nobody
GET /hearing/snapshots/:snapshot/download.html ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/download.docx ; about snapshot ; published,draft: nobody
GET /hearing/snapshots/:snapshot/download.xlsx ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/download.csv ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/download.views.csv ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/download.heard.csv ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/download.json ; about snapshot ; published: all ; draft: nobody
GET /hearing/snapshots/:snapshot/edit ; about snapshot ; published,draft: edit
POST /hearing/snapshots/:snapshot/edit ; about snapshot ; published,draft: edit
POST /hearing/snapshots/:snapshot/introduction ; about snapshot ; published,draft: nobody ; untried it needs a language model
POST /hearing/snapshots/:snapshot/publish ; about snapshot ; published,draft: edit
POST /hearing/snapshots/:snapshot/discard ; about snapshot ; published,draft: edit
POST /hearing/snapshots/:snapshot/withdraw ; about snapshot ; published,draft: edit
GET /search ; all
GET /feeds ; all
GET /feeds/search.atom ; all
GET /calendar.ics ; all
GET /groups/:group/calendar.ics ; about group ; open,ask: all ; private,other: nobody
GET /discussions/:id/calendar.ics ; about discussion ; open,closed: all ; private,held,hidden,sealed,deleted: nobody
GET /guides/:guide/:chapter/calendar.ics ; about chapter ; open,outline: all
GET /feeds/site.atom ; all
GET /feeds/hearing.atom ; all
GET /feeds/groups/:group.atom ; about group ; open,ask: all ; private,other: nobody
GET /feeds/discussions/:id.atom ; about discussion ; open,closed: all ; private,held,hidden,sealed,deleted: nobody
GET /feeds/guides/:guide/:chapter.atom ; about chapter ; open,outline: all
GET /feeds/themes/:theme.atom ; all
GET /register ; all
GET /register.csv ; all
GET /register.json ; all
GET /register/heads.txt ; all
GET /robots.txt ; all
GET /sitemap.xml ; all
GET /sitemaps/:kind/:after.xml ; all
GET /help ; all
GET /start ; all
GET /start/tour ; all
GET /paper ; all
GET /discussions/:id/paper ; about discussion ; open,hidden,sealed,deleted: all ; private: insider ; held: author moderate ; closed: nobody
GET /guides/:guide/:chapter/paper ; about chapter ; open: all ; outline: nobody
GET /house-rules ; all
GET /privacy ; all
GET /accessibility ; all
GET /cookies ; all
`
