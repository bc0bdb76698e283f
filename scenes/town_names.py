"""Names for towns, their streets and their landmarks.

No name holds "and", "then", a comma or an apostrophe, so that lists of names can be read back; no two names of a
list share their first word, so that no two streets of a town can be confused.
"""

from __future__ import annotations

_TOWNS = """
Ashford Bellmere Calder Dunmore Eastvale Fernleigh Glenbrook Harrowby Inverlea Juniper Keswick Larkfield Millbrook
Northam Oakhurst Penrose Quarryside Redcliffe Saltmarsh Thornbury Upton Vernon Westbridge Yarrow Amberley
Brookdale Carrow Denholm Elmsworth Fairhaven Greystone Holmwood Kilbride Linwood Marlow Newbury Ormond Pinecrest
Rosedale Stonehaven Tilbury Wakefield Winslow Aldbury Birchwood Cranbrook Dovercourt Evesham Foxton Hazelmere
"""
TOWNS = tuple(_TOWNS.split())

_STREETS = """
Abbey Road, Acacia Avenue, Acorn Lane, Albert Street, Alder Way, Alma Road, Amber Lane, Anchor Street, Angel Lane,
Apple Row, Arch Street, Ash Grove, Aspen Drive, Avon Road, Baker Street, Bank Street, Barley Lane, Barn Lane,
Bay Street, Beacon Hill, Bedford Street, Beech Avenue, Bell Lane, Birch Street, Bishop Street, Blossom Way,
Bond Street, Bramble Way, Brewer Street, Bridge Street, Broad Street, Brook Lane, Cambridge Road, Canal Street,
Candle Lane, Canterbury Road, Carlton Street, Castle Street, Cedar Avenue, Chapel Lane, Charles Street, Cherry Lane,
Chestnut Street, Church Street, Clay Lane, Clifton Road, Clover Street, Coach Road, College Street, Commerce Street,
Coopers Row, Copper Lane, Coral Street, Cotton Row, Crown Street, Cypress Avenue, Dale Road,
Derby Street, Dock Street, Dove Lane, Duke Street, Eagle Street, Edward Street, Elder Lane, Elgin Road,
Elm Street, Empire Way, Essex Road, Factory Lane, Fair Street, Falcon Way, Farm Lane, Fern Road, Ferry Lane,
Field Lane, Finch Street, Fisher Row, Flint Street, Forest Road, Forge Lane, Foundry Street, Fountain Street,
Fox Lane, Franklin Street, Frost Street, Garden Street, Gate Lane, George Street, Glebe Road, Gloucester Road,
Grange Road, Granite Street, Green Lane, Grove Street, Guild Street, Hampton Road, Harbour Road, Harvest Lane,
Haven Street, Hawthorn Way, Hazel Road, Heath Road, Henry Street, Heron Way, Hickory Street, High Street,
Hill Street, Holly Road, Honey Lane, Hope Street, Iris Lane, Iron Street, Ivy Lane, Jasmine Way, Jubilee Road,
Kestrel Way, Kiln Lane, King Street, Laburnum Road, Lake Street, Lantern Street, Larch Avenue, Lark Lane,
Laurel Street, Lavender Way, Leaf Street, Liberty Street, Lilac Avenue, Lime Street, Lincoln Road, Lion Street,
Lock Lane, Lodge Road, Lombard Street, Madison Avenue, Magnolia Drive, Main Street, Manor Road, Maple Street,
Marble Lane, Market Street, Marsh Lane, Mason Street, Meadow Lane, Mercer Street, Mill Lane, Mint Street,
Monroe Street, Moor Lane, Mulberry Street, Myrtle Road, Nelson Street, Nettle Lane, Newton Road, Nightingale Way,
 Nutmeg Lane, Oak Street, Ocean Avenue, Olive Street, Orchard Road, Otter Lane, Oxford Street,
Palace Road, Palm Street, Paradise Row, Park Avenue, Pearl Street, Peartree Lane, Pepper Lane, Pilgrim Street,
Pine Street, Plum Lane, Pond Street, Poplar Avenue, Poppy Lane, Port Street, Potter Lane, Prince Street,
Priory Road, Prospect Road, Quarry Road, Quay Street, Queen Street, Raven Lane, Rectory Road, Regent Street,
Richmond Road, River Street, Robin Lane, Rose Street, Rowan Avenue, Saddler Street, Saffron Lane, Sage Street,
Salt Lane, Sandy Lane, Sawmill Road, Shaw Street, Shepherd Lane, Shore Road, Silver Street, Smith Street,
 Sparrow Lane, Spring Street, Spruce Avenue, Stanley Road, Stella Street, Stone Street, Summer Street,
Sun Street, Sussex Road, Swan Lane, Sycamore Road, Tanner Street, Temple Street, Thistle Way, Thyme Lane,
Timber Lane, Tower Street, Trinity Street, Tulip Lane, Turner Street, Union Street, Valley Road, Victoria Road,
Vine Street, Violet Way, Walnut Street, Warren Road, Warwick Road, Water Lane, Weaver Street, Wellington Road,
 Wharf Lane, Wheat Street, Willow Lane, Windsor Road, Winter Street, Wood Street, Wren Lane, York Road
"""
STREETS = tuple(name.strip() for name in _STREETS.replace("\n", " ").split(","))

_KINDS = """
bakery, bank, bookshop, café, castle, church, cinema, dentist, fire station, florist, garage, gym, hospital,
hotel, library, market, museum, petrol station, pharmacy, playground, police station, post office, restaurant,
school, stadium, supermarket, swimming pool, theatre, town hall, train station, university, zoo
"""
LANDMARK_KINDS = tuple(kind.strip() for kind in _KINDS.replace("\n", " ").split(","))
"""What stands in a town. Each kind has an icon of its own."""

_STEMS = """
Astoria Atlas Aurora Avalon Bluebird Bonnie Capitol Central Century City Crystal Daisy Diamond Dolphin Elite
Emerald Fairview Gala Galaxy Golden Grand Happy Highland Horizon Island Jupiter Juno Lighthouse Lucky Luna Lux
Majestic Mercury Meridian Metro Modern Monarch Neptune Nova Old Olympia Orion Pacific Panda Phoenix Pioneer Plaza
Premier Regal Ritz Riviera Royal Savoy Sunny Sunrise Titan Unity Vega Venus Vista Zenith
"""
LANDMARK_STEMS = tuple(_STEMS.split())
"""First words of landmarks' names: `Aurora Bakery`. None is the first word of a street."""
