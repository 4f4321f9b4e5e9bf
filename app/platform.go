package main

import "fmt"

// platform is a hosting service that the program finds itself on; the zero value is a plain computer.
type platform struct {
	name      string
	variable  string // set by the service for every program it runs
	canAttach bool   // a lasting disk can be attached by the operator
	address   string // the web address it gave the program, where it tells
}

// platforms are the services known for disks that are wiped at each restart, and the variable
// by which each is recognised.
var platforms = []platform{
	{name: "Heroku", variable: "DYNO"},
	{name: "Cloud Foundry", variable: "VCAP_APPLICATION"},
	{name: "Google Cloud Run", variable: "K_SERVICE"},
	{name: "Render", variable: "RENDER", canAttach: true},
	{name: "Railway", variable: "RAILWAY_ENVIRONMENT_NAME", canAttach: true},
	{name: "Fly.io", variable: "FLY_APP_NAME", canAttach: true},
}

// platformOf recognises the service from its variables.
func platformOf(environ map[string]string) platform {
	for _, p := range platforms {
		if environ[p.variable] != "" {
			p.address = platformAddress(environ)
			return p
		}
	}
	return platform{}
}

func platformAddress(environ map[string]string) string {
	for _, domain := range []string{"HEROKU_APP_DEFAULT_DOMAIN_NAME", "RAILWAY_PUBLIC_DOMAIN", "RENDER_EXTERNAL_HOSTNAME"} {
		if environ[domain] != "" {
			return "https://" + environ[domain]
		}
	}
	if app := environ["FLY_APP_NAME"]; app != "" {
		return "https://" + app + ".fly.dev"
	}
	return ""
}

// keepsFiles refuses a database file where the disk does not last: it would be empty tomorrow.
// Where a lasting disk can be attached, an operator who chose the file's place is believed.
func (p platform) keepsFiles(chosen bool) error {
	if p.name == "" || p.canAttach && chosen {
		return nil
	}
	mend := "attach a PostgreSQL database and set FOLKMOOT_DATABASE or DATABASE_URL to its postgres:// URL"
	if p.canAttach {
		mend += ", or attach a lasting disk and set FOLKMOOT_DATA to a folder on it"
	}
	return fmt.Errorf("a file on %s is lost at each restart, and everybody's words with it; %s", p.name, mend)
}
