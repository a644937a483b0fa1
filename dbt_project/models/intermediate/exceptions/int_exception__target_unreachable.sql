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

-- Without a target in force at the latest point there is no icon of assurance.
icons as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        spc_profile_id,
        profile_version
    from {{ ref('int_spc_icons') }}
    where assurance_icon = 'consistent_fail'
),

assurances as (
    select * from {{ ref('int_spc_assurances') }}
),

final as (
    select
        assessed_periods.measure_id,
        assessed_periods.organisation_unit_id,
        assessed_periods.period_id,
        assessed_periods.period_end_date,
        'target_unreachable' as exception_rule_id,
        assessed_periods.subject || ', target out of reach: '
        || assessed_periods.dated_figure || '. ' || assurances.finding as explanation,
        cast(null as varchar) as reference
    from assessed_periods
    inner join icons using (measure_id, organisation_unit_id, period_id)
    inner join assurances
        on
            icons.measure_id = assurances.measure_id
            and icons.organisation_unit_id = assurances.organisation_unit_id
            and icons.period_id = assurances.period_id
            and icons.spc_profile_id = assurances.spc_profile_id
    inner join profiles
        on
            icons.spc_profile_id = profiles.spc_profile_id
            and icons.profile_version = profiles.profile_version
)

select * from final
