with assessed_periods as (
    select * from {{ ref('int_assessed_periods') }}
),

profiles as (
    select
        spc_profile_id,
        version as profile_version
    from {{ ref('stg_reference__spc_profiles') }}
    where is_default
),

-- Icons stand at the latest point alone, and too short a series has none that concerns.
icons as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        profile_version
    from {{ ref('int_spc_icons') }}
    where variation_icon in ('concern_high', 'concern_low')
),

sentences as (
    select * from {{ ref('int_spc_sentences') }}
),

final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'spc_concern' as exception_rule_id,
        assessed_periods.subject || ': ' || sentences.finding || coalesce(
            ' It stands' || assessed_periods.promise || '.', ''
        ) as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join icons using (measure_id, organisation_unit_id, period_id)
    inner join sentences
        on
            icons.measure_id = sentences.measure_id
            and icons.organisation_unit_id = sentences.organisation_unit_id
            and icons.period_id = sentences.period_id
            and icons.spc_profile_id = sentences.spc_profile_id
    inner join profiles
        on
            icons.spc_profile_id = profiles.spc_profile_id
            and icons.profile_version = profiles.profile_version
)

select * from final
