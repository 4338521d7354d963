"""The outside of a desk that rehearses: a played broadcast in place of warehouses, viewers, orders and shop.

Composed of nothing that reaches beyond this process: no connector, no network, no room's record.
"""
