{{ config(meta={"dagster": {"ref": {"name": "bridge_measure_comparisons"}}}) }}

-- Two measures that always count the same may only differ in colour where the card
-- says why. A composite counts its own parts met: two that meet none share nothing.

with statuses as (
    select
        scorecard_id,
        measure_id,
        organisation_unit_id,
        period_id,
        numerator,
        denominator,
        rag_status
    from {{ ref('obt_measure_periods') }}
    where numerator is not null and measure_kind != 'composite'
),

compared as (
    select
        one.measure_id,
        other.measure_id as other_measure_id,
        min(
            case
                when
                    one.numerator = other.numerator
                    and one.denominator = other.denominator
                    then 1
                else 0
            end
        ) as is_always_same,
        max(
            case
                when
                    one.rag_status != other.rag_status
                    and one.rag_status != 'none'
                    and other.rag_status != 'none'
                    then 1
                else 0
            end
        ) as is_ever_other_colour
    from statuses as one
    inner join statuses as other
        on
            one.scorecard_id = other.scorecard_id
            and one.organisation_unit_id = other.organisation_unit_id
            and one.period_id = other.period_id
            and one.measure_id < other.measure_id
    group by one.measure_id, other.measure_id
),

explained as (
    select
        measure_id,
        other_measure_id
    from {{ ref('bridge_measure_comparisons') }}
)

select
    compared.measure_id,
    compared.other_measure_id
from compared
left join explained
    on
        compared.measure_id = explained.measure_id
        and compared.other_measure_id = explained.other_measure_id
where
    compared.is_always_same = 1
    and compared.is_ever_other_colour = 1
    and explained.measure_id is null
