package watch_test

import (
	"strings"
	"testing"

	"folkmoot/models/watch"
)

// private are texts with the private details that a reader sees in them, each as KIND=words; a kind ends in ? where it
// is soft. Those without any must be left alone.
var private = []struct {
	text string
	want string // separated by " | "
}{
	// Telephone numbers of people.
	{"Ring me on 07700 900123 after six.", "phone=07700 900123"},
	{"ring me on 07700900123", "phone=07700900123"},
	{"My mobile is 0770 090 0123.", "phone=0770 090 0123"},
	{"07700-900-123 is Doreen’s number", "phone=07700-900-123"},
	{"Text 07700.900.123", "phone=07700.900.123"},
	{"Call +44 7700 900123", "phone=+44 7700 900123"},
	{"Call +44 (0)7700 900123", "phone=+44 (0)7700 900123"},
	{"Call 0044 7700 900123 please", "phone=0044 7700 900123"},
	{"home: 01422 496 012", "phone=01422 496 012"},
	{"(01422) 496012 or (020) 7946 0321", "phone=01422) 496012 | phone=020) 7946 0321"},
	{"0161 496 0345", "phone=0161 496 0345"},
	{"His sister is on +33 1 99 00 12 34 in Lyon", "phone=+33 1 99 00 12 34"},
	{"phone me, 496012, any evening", "phone=496012"},
	{"My number is 07 70 09 00 12 3", "phone=07 70 09 00 12 3"},
	{"٠٧٧٠٠ ٩٠٠١٢٣ is my number", "phone=٠٧٧٠٠ ٩٠٠١٢٣"},
	{"It is ０７７００ ９００１２３", "phone=０７７００ ９００１２３"},
	{"0\u200b7700\u200b900123", "phone=0\u200b7700\u200b900123"},
	{"**07700** 900123", "phone=07700** 900123"},
	{"call 7700900123", "phone=7700900123"},
	{"The doctor’s surgery is on 01422 496012.", "phone?=01422 496012"},
	{"Ring the council on 01422 496000 to report it.", "phone?=01422 496000"},
	// Numbers that are not those of people.
	{"Samaritans are there day and night on 116 123.", ""},
	{"Ring 999, or 101 if it can wait, or NHS 111.", ""},
	{"It is free: 0800 1111 or 0808 800 5000.", ""},
	{"Ring the council on 0300 123 4567.", ""},
	{"0345 600 0006 is the line for fares", ""},
	{"The plan costs £1,250,000 over 10 years, or £07 a head.", ""},
	{"From 2019 to 2024 the number fell from 12,345 to 9,870.", ""},
	{"The 36 and the 671 run every 20 minutes until 22.30.", ""},
	{"Open 09.00-17.30 Monday to Friday, 10-16 on Saturday.", ""},
	{"Planning application 2024/01234/FUL, decided on 01/02/2024.", ""},
	{"On 01 02 2024 and 03 04 2024 we met.", ""},
	{"Grid reference SE 096 253.", ""},
	{"We had 1200 answers, 340 of them on paper.", ""},
	{"ISBN 978-0-306-40615-7 tells more.", ""},
	{"Population 211,455 in 2021, 203,826 in 2011.", ""},
	{"Chapter 3, paragraph 14, version 2.", ""},
	{"It was 7.5 tonnes, 12.75 metres long, 2.55 wide.", ""},
	{"The budget line 0123 4567 was cut.", ""},
	// Electronic mail.
	{"Write to doreen.hall@example.com", "email=doreen.hall@example.com"},
	{"doreen+bus@mail.example.co.uk, thanks", "email=doreen+bus@mail.example.co.uk"},
	{"dh1947 at hotmail dot com", "email=dh1947 at hotmail dot com"},
	{"dh @ example.com", "email=dh @ example.com"},
	{"DH@EXAMPLE.COM", "email=DH@EXAMPLE.COM"},
	{"Write to planning@calderdale.gov.uk by Friday.", ""},
	{"enquiries@example-library.org.uk has the form", ""},
	{"info@gmail.com", "email=info@gmail.com"},
	{"Councillor jane.smith@calderdale.gov.uk said so.", "email?=jane.smith@calderdale.gov.uk"},
	{"Meet @ the library @ 7", ""},
	// Addresses and postcodes.
	{"She lives at 12 Hollin Road, next to the shop.", "address=12 Hollin Road"},
	{"12a Moor View", "address=12a Moor View"},
	{"Flat 3, 27 Moor View Terrace", "address=Flat 3, 27 Moor View Terrace"},
	{"my mum at 4 St John's Close fell again", "address=4 St John's Close"},
	{"i live at 14 hollin lane", "address=14 hollin lane"},
	{"He moved to 221 King Cross Rd.", "address=221 King Cross Rd"},
	{"She lives at Rose Cottage, up the hill.", "address=Rose Cottage"},
	{"Our house, 1 Bank Top Rise, floods", "address=1 Bank Top Rise"},
	{"27, Park Gardens", "address=27, Park Gardens"},
	{"Send it to HX1 5LA", "postcode=HX1 5LA"},
	{"hx15la is where we are", "postcode=hx15la"},
	{"EC1A 1BB and M1 1AE", "postcode=EC1A 1BB | postcode=M1 1AE"},
	{"The library, HX1 5LA, is closed", "postcode?=HX1 5LA"},
	{"The shop at 45 High Street", "address?=45 High Street"},
	{"As they say at 10 Downing Street, it depends.", ""},
	{"The 12 Church Road bus never comes.", ""},
	{"Bus 36 Leeds Road is late.", ""},
	{"In 2024 Park Road was closed for works.", ""},
	{"A 20 minute walk, a 30 mph road, a 2 way street.", ""},
	{"5 new houses in Park Road", ""},
	{"All 14 Moor Lane allotments are taken.", ""},
	{"The A58 and the M62 at junction 24.", ""},
	{"Zone B3 is full and Room 12 is cold.", ""},
	{"We need 20 more parking places and one more crossing.", ""},
	{"Mill Lane, Hollin Road and Park Street need grit.", ""},
	{"On the 3rd of May, the M6 2am closure", ""},
	{"a 10 mile lane", ""},
	{"The speed limit is 20 on Skircoat Road", ""},
	{"There are 3 Post Office Row shops", ""},
	// Numbers that are kept about people.
	{"My NHS number is 943 476 5919.", "nhs-number=943 476 5919"},
	{"nhs no: 9434765919", "nhs-number=9434765919"},
	{"9434765919 people", ""},
	{"NI number QQ 12 34 56 C", ""},
	{"NI number AB 12 34 56 C", "national-insurance=AB 12 34 56 C"},
	{"ab123456c", "national-insurance=ab123456c"},
	{"AB-12-34-56-C", "national-insurance=AB-12-34-56-C"},
	{"card 4111 1111 1111 1111", "card=4111 1111 1111 1111"},
	{"4111111111111112", ""},
	{"5500-0000-0000-0004 it was", "card=5500-0000-0000-0004"},
	{"Pay 20-00-00 55779911", "bank-account=20-00-00 55779911"},
	{"sort code 200000, account 55779911", "bank-account=200000 | bank-account=55779911"},
	{"He was born on 3 May 1950 in Halifax", "birth=3 May 1950"},
	{"DOB 03/05/1950", "birth=03/05/1950"},
	{"date of birth: 3rd of May 1950", "birth=3rd of May 1950"},
	{"The library was opened on 3 May 1950", ""},
	{"born in 1950", ""},
	{"A white van, AB12 CDE, parks there", "registration=AB12 CDE"},
	{"reg ab12cde", "registration=ab12cde"},
	{"the car is A123 BCD", "registration=A123 BCD"},
	{"See https://www.linkedin.com/in/doreen-hall", "profile=https://www.linkedin.com/in/doreen-hall"},
	{"facebook.com/doreen.hall.1947", "profile?=facebook.com/doreen.hall.1947"},
	{"https://www.facebook.com/groups/1234567890123/", ""},
	{"https://example.org/07700900123", ""},
	// Health of somebody else.
	{"My mum’s stroke was in March.", "health?=My mum’s stroke"},
	{"After her stroke she could not drive", "health?=her stroke"},
	{"his diabetes got worse", "health?=his diabetes"},
	{"My neighbour has had dementia for years", "health?=My neighbour has had dementia"},
	{"Our son is autistic", "health?=Our son is autistic"},
	{"Doreen’s breast cancer", "health?=Doreen’s breast cancer"},
	{"My friend had a massive heart attack on the bus", "health?=My friend had a massive heart attack"},
	{"My mum has dementia", "health?=My mum has dementia"},
	{"she was diagnosed with bowel cancer", "health?=she was diagnosed with bowel cancer"},
	{"I have diabetes and my knees are bad", ""},
	{"The stroke unit and the dementia cafe do good work.", ""},
	{"People with dementia need benches.", ""},
	{"Their cancer services are good", ""},
	{"Depression is common among carers.", ""},
	{"His autism-friendly hour at the library", ""},
	{"A stroke of luck, and her bus came.", ""},
	{"Alzheimer’s Society and Parkinson’s UK came", ""},
}

func told(source string, list []watch.Detail) string {
	var parts []string
	for _, d := range list {
		soft := ""
		if d.Soft {
			soft = "?"
		}
		parts = append(parts, d.Kind+soft+"="+source[d.Start:d.End])
	}
	return strings.Join(parts, " | ")
}

func TestPrivateDetailsAreFoundAsTheyAreWrittenInBritain(t *testing.T) {
	for _, c := range private {
		if got := told(c.text, watch.PrivateDetails(c.text)); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
