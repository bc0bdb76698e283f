"""Words of everyday procedures, by domain.

`steps` of a domain can be done in any order, and any of them may follow any answer to any of the `checks`, so a chart
drawn from them at random makes sense and its order can't be guessed. `opening` and `closing` steps are the exception.
`rounds` are questions that end a round, once with the round to be repeated on yes and once on no.
A step that begins with `/` gives or takes information (drawn as input/output), one with `=` is a procedure of its own
(drawn with double sides).
"""

# ruff: noqa: E501 - one domain takes seven lines, whatever their length
from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Domain(NamedTuple):
    """The vocabulary of one field of life."""

    titles: tuple[str, ...]
    opening: tuple[str, ...]
    steps: tuple[str, ...]
    closing: tuple[str, ...]
    checks: tuple[str, ...]
    rounds: tuple[tuple[str, str], ...]
    ends: tuple[str, ...]


_TEXT = """
Serving tea; Afternoon tea; Tea for guests
Fill the kettle; Warm the pot
Slice a lemon; Set out the cups; Open the biscuits; Wipe the tray; Fetch the sugar bowl; Pour milk into a jug; Fold the napkins; Count the spoons; Heat the scones; Rinse the strainer; Put out the honey; Light a candle; /Ask about allergies; =Lay the small table
Pour the tea; Carry the tray out
Is it after four?; Is a child coming?; Is it warm outside?; Is it a weekend?; More than four guests?; Is the green pot free?; Is it raining?; Is the radio on?
Are more guests coming?|Is everyone here?; Is the next pot needed?|Was that the last pot?
Tea is served; Serve in the garden; Serve in the kitchen; Serve iced tea
#
Returning a parcel; Parcel return; Sending goods back
/Find the order number; Fetch the parcel
Photograph the item; Seal the box; Weigh the parcel; /Print the label; Fill the gaps with paper; Note the delivery date; /Email the seller; Remove old stickers; Wrap the item in foil; Measure the box; /Read the return terms; Tape the bottom twice; Mark the box fragile; =Run the item test
Hand the parcel over; Keep the receipt
Is it over 5 kg?; Bought as a gift?; Is it a weekday?; Ordered this month?; Is it a large box?; Is the depot open?; Paid by card?; Is it from abroad?
Is there another item?|Was that the last item?; Does another box remain?|Are all boxes packed?
Return complete; Courier collects it; Swap at the shop; Keep the item
#
Smoke alarm check; Checking the alarms; Alarm round
Fetch the ladder; /Warn the neighbours
Dust the cover; Note the room; Press the test button; Read the date stamp; Tighten the screws; Wipe the sensor; Swap the battery; /Log the serial number; Open the window; Photograph the alarm; Mark the floor plan; Check the bracket; /Tell the caretaker; =Run the siren drill
Put the ladder away; /Sign the log
Is it a bedroom?; Is it mains powered?; Is the ceiling high?; Is it a rented flat?; Is it on the top floor?; Is it older than 5 years?; Is the hall lit?; Is a pet at home?
Is there another room?|Was that the last room?; Is another alarm left?|Are all alarms done?
Check passed; Order a new alarm; Book an electrician; Come back next week
#
Onboarding a guest; Hotel check-in; Guest arrival
Greet the guest; /Look up the booking
Offer a drink; /Copy the passport; Hand out a town map; Take a deposit; Explain breakfast; /Enter the car number; Carry the luggage; Reserve a table; Show the lift; Point out the exits; /Note the arrival time; Give the wifi code; Program the key card; =Run the safety talk
Hand over the key; Wish a pleasant stay
Staying over two nights?; Arrived by car?; Is it after 8 pm?; Is it a group?; Is it a club member?; Is the spa open?; Is it a sea-view room?; Is the guest alone?
Is another guest waiting?|Was that the last guest?; Is there another bag?|Are all bags upstairs?
Guest is checked in; Use the annex; Guest waits in the bar; Call the sister hotel
#
Baking bread; Morning loaf; Bakery shift
Weigh the flour; Dissolve the yeast
Oil the tin; Sift the flour; Chop the walnuts; Heat the oven; Dust the bench; Toast the seeds; Rinse the bowl; Grate the cheese; /Write the batch card; Soak the raisins; Cut the paper; Sharpen the blade; Fetch the cooling rack; =Prepare the starter
Shape the loaf; Bake the loaf
Is it rye flour?; Is it a cold day?; Is it a double batch?; Is it for the cafe?; Is the tin round?; Is it a sourdough?; Is it before six?; Is the mixer free?
Is there more dough?|Was that the last dough?; Is another tin empty?|Are all tins full?
Loaf on the rack; Freeze the loaf; Sell it sliced; Keep it for toast
#
Resetting a router; Router restart; Home network help
/Note the lights; Find the reset pin
Unplug the phone line; Dust the vents; /Write down the model; Move the router higher; Restart the laptop; /Call the provider; Swap the cable; Check the wall socket; Pause the downloads; Close the tunnel app; Label the ports; /Save the settings; Turn off the extender; =Run the speed test
Hold the reset pin; Log in again
Is it a fibre line?; Is it evening?; Is it a rented router?; Is the phone nearby?; Is a printer connected?; Is it in the hall?; Is the cable grey?; Is a guest network used?
Is another device offline?|Are all devices online?; Is a light still red?|Are all lights green?
Back online; Book a visit; Use mobile data; Exchange the router
#
Borrowing a book; Library desk; Book loan
Scan the card; Find the shelf mark
Stamp the slip; /Check the address; Wipe the cover; Mend the spine; /Print the due date; Add a bookmark; Fetch the atlas trolley; Show the reading room; Offer a bag; Note the edition; Place a reservation; /Update the phone number; Remove the old slip; =Run the gate test
Hand over the book; /Close the record
Is it a student?; Is it a large book?; Is it a new title?; Is it a weekend loan?; Is it for a class?; Is the hall full?; Is it a foreign title?; Is it a picture book?
Is there another book?|Was that the last book?; Is another reader waiting?|Is the queue empty?
Book is on loan; Read it in the hall; Order a copy; Send to the branch
#
Repotting a plant; Greenhouse round; Plant care
Lay out newspaper; Choose a pot
Trim the roots; Water the soil; Loosen the earth; Wash the pot; Add some gravel; Wipe the leaves; Cut a stake; /Write the plant tag; Mix in sand; Mist the fern; Open the vents; Measure the stem; /Look up the species; =Run the pest check
Fill in the soil; Move it to the light
Is it a cactus?; Is it a clay pot?; Is it spring?; Is it over 50 cm tall?; Is it a climbing plant?; Is it in flower?; Is the bench free?; Is it a cutting?
Is there another plant?|Was that the last plant?; Is another pot empty?|Are all pots filled?
Back on the shelf; Plant it outside; Give it away; Leave it in the shade
#
Servicing a bicycle; Bike workshop; Spring bike check
/Note the frame number; Clamp the bike
Pump the tyres; Oil the chain; Wipe the rims; Tighten the saddle; Check the bell; Align the wheel; Swap the brake pads; Charge the lamp; /Fill in the job card; Polish the frame; Grease the pedals; Test the gears; Straighten the mudguard; =Run the brake test
Take a test ride; /Write the bill
Is it for a child?; Is it an electric bike?; Does it have hub gears?; Is it a folding bike?; Is it a regular customer?; Is it a busy day?; Are the tyres wide?; Is it for a race?
Is another bike waiting?|Was that the last bike?; Is another wheel left?|Are both wheels done?
Ready for pickup; Order the parts; Lend a spare bike; Store it overnight
#
Washing clothes; Laundry day; At the laundrette
Sort the pile; Empty the pockets
Close the zips; Brush off the dust; Clean the filter; Measure the powder; Treat the collar; Button the shirts; Pair the socks; Shake out the towels; Rinse the drawer; /Read the care label; Soak the linen; Hang up the coats; Wipe the door seal; =Run the drum rinse
Start the machine; Hang up the washing
Is it wool?; Is it a full load?; Is it a sunny day?; Is it bed linen?; Is it sports kit?; Is it for tomorrow?; Is it dark cloth?; Is the dryer free?
Is there another load?|Was that the last load?; Is another basket full?|Are all baskets empty?
Clothes are folded; Take it to the cleaner; Dry it outside; Iron it later
#
Setting up a stall; Market morning; Market stall
Unload the van; Unfold the table
Hang the banner; Fill the cash box; Write the price tags; Stack the crates; Sweep the ground; Tie the awning; Set up the scales; Sort the apples; Fetch ice; /Text the other stalls; Polish the glasses; Cut the samples; /Show the permit; =Test the card reader
Open the stall; Ring the bell
Is it a holiday?; Is it windy?; Is the corner spot free?; Is it a Saturday?; Is a helper there?; Is it before eight?; Is it the summer season?; Is the school nearby open?
Is there another crate?|Was that the last crate?; Is another table needed?|Are the tables full?
Stall is open; Share a stall; Sell from the van; Go home early
#
Preparing a lesson; Classroom set-up; Before the lesson
Unlock the room; /Read the plan
Clean the board; Copy the worksheet; Move the desks; Sharpen the pencils; Open the blinds; Hand out the books; Set the timer; /Write the date; Load the slides; Fetch the globe; Water the plants; Test the speakers; /Send the list; =Run the fire drill
Welcome the class; /Take the register
Is it a double lesson?; Is it a Monday?; Is it group work?; Is it the lab?; Is it the older class?; Is a visitor coming?; Is it before lunch?; Is the projector free?
Is another class coming?|Was that the last class?; Is another desk free?|Are all desks taken?
Lesson begins; Move to the library; Lesson in the yard; Join the other class
#
Editing a photo; Picture desk; Photo order
Import the files; /Name the album
Crop the edges; Straighten the horizon; Remove the dust; Add a caption; Lower the contrast; Warm the colours; Sharpen the eyes; Blur the background; Resize the picture; Back up the file; /Tag the people; Add a frame; Convert to grey; =Run the print preview
Export the picture; /Send the link
Is it a portrait?; Is it for print?; Is it a night shot?; Is it a square format?; Is it for a client?; Was a flash used?; Is it a landscape?; Is it a scan?
Is there another photo?|Was that the last photo?; Is another page empty?|Are all pages full?
Picture is online; Archive the picture; Print it at the shop; Send it to the editor
#
Locking up a shop; Closing time; Evening round
Turn the sign; Lower the music
Count the till; Water the flowers; Empty the bins; Sweep the floor; Close the blinds; Switch off the lamps; Fill the shelves; Lock the back door; /Print the day sheet; Wipe the counter; Cover the bread; Check the freezer; /Note the takings; =Run the alarm test
Set the alarm; Lock the front door
Is it a Friday?; Is it winter?; Is a delivery due?; Was it a busy day?; Is the manager in?; Is it the last day of sales?; Is it before seven?; Is the cafe open?
Is another customer inside?|Is the shop empty?; Is another till open?|Are all tills closed?
Shop is closed; Hand over to nights; Leave by the yard; Wait for the driver
#
Looking after a dog; Dog sitting; Pet visit
Take the spare key; /Read the note
Fill the water bowl; Brush the coat; Wash the blanket; Find the lead; Trim the claws; Hide a treat; Check the paws; Throw the ball; Open the garden door; /Text the owner; Refill the biscuits; Play the radio; Clean the bowl; =Do the sit-and-stay drill
Take a walk; Lock the door
Is it a puppy?; Is it a hot day?; Is it before noon?; Is the garden wet?; Is it a long visit?; Is a cat at home?; Is it a big dog?; Is the park open?
Is another dog waiting?|Was that the last dog?; Is there another toy?|Are all toys back?
Dog is happy; Take the dog home; Visit the vet; Stay overnight
"""


@cache
def domains() -> tuple[Domain, ...]:
    """All domains, in the order of the text."""
    out = []
    for block in _TEXT.split("#"):
        lines = [tuple(part.strip() for part in line.split(";")) for line in block.strip().splitlines()]
        titles, opening, steps, closing, checks, rounds, ends = lines
        pairs = [pair.split("|") for pair in rounds]
        out.append(Domain(titles, opening, steps, closing, checks, tuple((again, done) for again, done in pairs), ends))
    return tuple(out)
