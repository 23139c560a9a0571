"""Every simulated product, by its name."""

from brightline.simulate.fern.product import FERN
from brightline.simulate.harbour.product import HARBOUR
from brightline.simulate.sprout.product import SPROUT

PRODUCTS = {product.name: product for product in (SPROUT, HARBOUR, FERN)}
"""The first is the one that is served when none is named."""
