"""What random walks say of usage and discounts."""

from hypothesis import strategies as st

from accounts.organization.billing import teaching_prices


def vocabulary() -> dict[str, st.SearchStrategy[object]]:
    zones = st.sampled_from(teaching_prices().zones)
    return {
        "availability_zone": zones,
        "commitment": st.sampled_from(["0", "1.50", "10"]),
        "credit_amount": st.sampled_from(["10", "99.99"]),
        "credit_number": st.integers(1, 2),
        "eligible_service": st.sampled_from([None, "Amazon EC2"]),
        "expires": st.sampled_from(["2026-12-31", "2030-01-01"]),
        "instance_count": st.integers(0, 3),
        "quantity": st.sampled_from(["0", "730", "1024.5"]),
        "sharing": st.sampled_from(["ON", "OFF"]),
        "usage_type": st.sampled_from(list(teaching_prices().usage_types)),
    }
