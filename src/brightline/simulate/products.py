"""Every simulated product, by its name."""

from brightline.simulate.fern.product import FERN
from brightline.simulate.harbour.product import HARBOUR
from brightline.simulate.sprout.product import SPROUT
from brightline.simulate.traffic import OPENED

PRODUCTS = {product.name: product for product in (SPROUT, HARBOUR, FERN)} | {
    OPENED.model: OPENED
}
"""The first is the one that is served when none is named."""
