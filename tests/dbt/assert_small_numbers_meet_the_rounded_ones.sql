-- The number after the threshold is the first of a rounded range. Were it in the middle
-- of one, that range would stand for fewer numbers and tell more than it says. Of a
-- mean the ranges meet in the middle between two numbers only where the base is odd.

with rules as (
    select * from {{ ref('stg_reference__disclosure_rules') }}
)

select
    disclosure_rule_id,
    threshold,
    base
from rules
where
    mod(threshold + 1 + cast(floor({{ divide('base', 2) }}) as integer), base) != 0
    or (
        mod(base, 2) = 0
        and (numerator_kind = 'mean' or denominator_kind = 'mean')
    )
