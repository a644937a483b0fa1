with scorecards as (
    select scorecard_id
    from {{ ref('dim_scorecards') }}
),

groups as (
    select distinct
        icon_type,
        matrix_group
    from {{ ref('dim_spc_icons') }}
    where matrix_group is not null
),

-- Parts and companions have charts of their own and count for nothing.
measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('dim_measures') }}
    where parent_measure_id is null
),

latest as (
    select
        measure_id,
        organisation_unit_id,
        variation_group,
        assurance_group
    from {{ ref('rpt_spc_latest') }}
    where is_default
),

counted as (
    select
        measures.scorecard_id,
        latest.variation_group,
        latest.assurance_group,
        count(*) as measure_count
    from measures
    inner join latest
        on
            measures.measure_id = latest.measure_id
            and measures.scorecard_id = latest.organisation_unit_id
    group by
        measures.scorecard_id, latest.variation_group, latest.assurance_group
),

-- All nine cells are there, the empty ones with a zero.
final as (
    select
        scorecards.scorecard_id,
        variations.matrix_group as variation_group,
        assurances.matrix_group as assurance_group,
        cast(coalesce(counted.measure_count, 0) as integer) as measure_count
    from scorecards
    inner join groups as variations
        on variations.icon_type = 'variation'
    inner join groups as assurances
        on assurances.icon_type = 'assurance'
    left join counted
        on
            scorecards.scorecard_id = counted.scorecard_id
            and variations.matrix_group = counted.variation_group
            and assurances.matrix_group = counted.assurance_group
)

select * from final
